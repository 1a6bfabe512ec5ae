"""Measure what a cascade gains: the local model first, a stronger one where its confidence is below a threshold.

Run as:
    python -m benchmarks.cascade --artifact model/release --data build/release/data
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cascade_figures import LINEAR, ORACLE, Cascade
from benchmarks.cascade_report import terminal_table, write_report
from benchmarks.command import carry_out
from benchmarks.destination import add_destination, destination
from benchmarks.machine import machine
from benchmarks.subset import open_subset
from model.artifact import Artifact, open_artifact
from training.baselines import tfidf
from training.data import Prepared
from training.measurement import measure
from training.recipe import RecipeError

QUICK = {"train": 2000, "valid": 300}
"""Headlines of a first look."""


def cascade(artifact: Artifact, prepared: Prepared) -> Cascade:
    """Let the local model and what stands in for a strong one answer validation; test is not read.

    Parameters
    ----------
    artifact
        The local model.
    prepared
        Headlines with its labels.

    Raises
    ------
    RecipeError
        If the headlines carry other labels, or validation has none.
    """
    facts, manifest = machine(), artifact.manifest
    if prepared.labels != manifest.labels:
        raise RecipeError(
            f"{prepared.path} is labelled {', '.join(prepared.labels)}, "
            f"the artifact {', '.join(manifest.labels)}"
        )
    (local,) = measure(artifact, prepared, "valid", {}).answers
    linear = tfidf(prepared.split("train"), local.split, len(prepared.labels))
    return Cascade(
        model=f"{manifest.name} {manifest.version}",
        threshold=manifest.threshold,
        local=local,
        strong={ORACLE: local.truth, LINEAR: linear.probabilities(local.split.texts).argmax(axis=1)},
        machine=facts,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cascade", description=__doc__.splitlines()[0])
    parser.add_argument("--artifact", type=Path, required=True, help="folder of the local model's artifact")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of prepared headlines; test is not read"
    )
    few = ", ".join(f"{count:,} headlines of {split}" for split, count in QUICK.items())
    add_destination(parser, few)
    options = parser.parse_args(arguments)

    def work() -> Cascade:
        data = open_subset(options.data, **(QUICK if options.quick else {}))
        return cascade(open_artifact(options.artifact), data)

    return carry_out(work, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
