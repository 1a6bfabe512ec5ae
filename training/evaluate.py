"""Measure an artifact on a split it was not trained on, with the engine that serves it.

Run as:
    python -m training.evaluate artifacts/news data/prepared --out reports/news
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from model.errors import ModelError
from training.artifact_folder import record_metrics
from training.data import open_prepared
from training.metrics import Figures, figures
from training.recipe import RecipeError
from training.report import write_report

CHUNK = 512
"""Headlines between two moves of the progress bar."""


def evaluate(artifact: Path, data: Path, out: Path, *, split: str = "test", record: bool = False) -> Figures:
    """Measure an artifact and write the report.

    Parameters
    ----------
    artifact
        Folder of the artifact.
    data
        Folder of prepared headlines.
    out
        Folder of the report.
    split
        Which split to measure on.
    record
        Also write the figures into the artifact's manifest and card.

    Returns
    -------
    Figures
        What the report holds.

    Raises
    ------
    RecipeError
        If the split carries other labels than the artifact, or no rows.
    ArtifactError
        If the artifact cannot be opened.
    """
    opened = open_artifact(artifact)
    prepared = open_prepared(data)
    if prepared.labels != opened.manifest.labels:
        raise RecipeError(
            f"{data} is labelled {', '.join(prepared.labels)}, the artifact {', '.join(opened.manifest.labels)}"
        )
    rows = prepared.split(split)
    classifier = LocalClassifier(opened)
    probabilities = []
    with tqdm(total=len(rows.texts), desc=split, unit=" headlines") as progress:
        for start in range(0, len(rows.texts), CHUNK):
            predictions = classifier.classify(rows.texts[start : start + CHUNK])
            probabilities += [prediction.probabilities[0] for prediction in predictions]
            progress.update(len(predictions))
    found = figures(np.array(probabilities), rows.labels, prepared.labels)
    write_report(out, opened.manifest, split, found)
    if record:
        metrics = {**opened.manifest.metrics, split: found.as_dict()}
        record_metrics(artifact, replace(opened.manifest, metrics=metrics))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("artifact", type=Path, help="folder of the artifact")
    parser.add_argument("data", type=Path, help="folder of prepared headlines")
    parser.add_argument("--split", default="test", choices=["train", "valid", "test"], help="(default: test)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    parser.add_argument(
        "--record", action="store_true", help="also write the figures into the artifact's manifest and card"
    )
    options = parser.parse_args(arguments)
    try:
        found = evaluate(
            options.artifact, options.data, options.out, split=options.split, record=options.record
        )
    except (ValueError, OSError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(
        f"accuracy {found.accuracy:.4f}, macro-F1 {found.macro_f1:.4f}, calibration error {found.ece:.4f} "
        f"on {found.rows} headlines; the report is in {options.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
