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
"""Headlines between two signs of life."""


def main() -> None:
    """Write the logits, and print how many headlines are answered whenever some more are."""
    artifact, headlines, out = map(Path, sys.argv[1:])
    texts = json.loads(headlines.read_text(encoding="utf-8"))
    classifier = LocalClassifier.open(artifact, threads=1)
    logits = []
    for start in range(0, len(texts), TOGETHER):
        logits.append(classifier.logits(texts[start : start + TOGETHER]))
        print(min(start + TOGETHER, len(texts)), flush=True)
    np.save(out, np.concatenate(logits))


if __name__ == "__main__":
    main()
