"""Answer headlines and nothing else: the part of `benchmarks.cpu_classes` that runs on an emulated processor.

Run as:
    python benchmarks/cpu_probe.py ARTIFACT headlines.json logits.npy
"""

import json
import sys
from pathlib import Path

import numpy as np

from model.backends.local import LocalClassifier

TOGETHER = 10
"""Headlines of a list, in which each has company."""


def main() -> None:
    """Write the logits of the headlines in company and alone, and print how many are answered as they are.

    The array has the shape (2, headlines, labels).
    """
    artifact, headlines, out = map(Path, sys.argv[1:])
    texts = json.loads(headlines.read_text(encoding="utf-8"))
    classifier = LocalClassifier.open(artifact, threads=1)
    together, alone = [], []
    for start in range(0, len(texts), TOGETHER):
        company = texts[start : start + TOGETHER]
        together.append(classifier.logits(company))
        alone += [classifier.logits([text]) for text in company]
        print(len(alone), flush=True)
    np.save(out, np.stack([np.concatenate(together), np.concatenate(alone)]))


if __name__ == "__main__":
    main()
