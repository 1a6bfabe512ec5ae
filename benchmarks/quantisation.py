"""Compare ways to make a trained network small and fast: what each costs in answers, and what it gains in time.

Run as:
    python -m benchmarks.quantisation --run build/release/run
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from benchmarks.command import carry_out
from benchmarks.contenders.contender import Absent
from benchmarks.destination import add_destination, destination
from benchmarks.loads import Load
from benchmarks.machine import machine
from benchmarks.precisions import PRECISIONS, Material, Variant
from benchmarks.quantisation_report import Answers, Comparison, Row, terminal_table, write_report
from benchmarks.rounds import time_in_turns
from model.softmax import softmax
from training.calibrate import open_split
from training.data import Split
from training.inference import network_logits
from training.run_folder import Run

SEED = 1
COMPANY = 32
"""Headlines of a list in which a headline's batch-mates are drawn anew."""
SHUFFLES = 3
"""Lists that each headline is in."""
LOADS = (Load(1, 60, 5), Load(32, 20, 1), Load(1000, 3, 1))
QUICK = (Load(1, 10, 3), Load(32, 4, 1), Load(100, 1, 1))
"""A first look: too few calls for a figure that is published."""


def compare(material: Material, valid: Split, test: Split, loads: Sequence[Load]) -> Comparison:
    """Measure every precision that can run here.

    Parameters
    ----------
    material
        The trained network.
    valid, test
        Labelled headlines: to choose by, and to report.
    loads
        Headlines at once, and how often.
    """
    facts = machine()
    torch.set_num_threads(1)
    variants, absent = _open(material)
    expected = {
        split: softmax(network_logits(material.run, rows.texts)) for split, rows in _named(valid, test)
    }
    with threadpool_limits(1):
        answers = {
            name: {
                split: _answers(f"{name}, {split}", variant, rows, expected[split])
                for split, rows in _named(valid, test)
            }
            for name, variant in variants.items()
        }
        contenders = {name: variant.contender for name, variant in variants.items()}
        timings = time_in_turns(contenders, test.texts, loads, random.Random(SEED))
    rows = [
        Row(
            name=name,
            setting=variant.contender.setting,
            bytes=variant.bytes,
            valid=answers[name]["valid"],
            test=answers[name]["test"],
            timings=timings[name],
        )
        for name, variant in variants.items()
    ]
    return Comparison(rows, absent, {"valid": len(valid), "test": len(test)}, loads, facts)


def _named(valid: Split, test: Split) -> Iterator[tuple[str, Split]]:
    yield from (("valid", valid), ("test", test))


def _open(material: Material) -> tuple[dict[str, Variant], dict[str, str]]:
    variants: dict[str, Variant] = {}
    absent: dict[str, str] = {}
    for name, opener in (progress := tqdm(PRECISIONS.items(), unit="", disable=None, leave=False)):
        progress.set_description(f"make {name}")
        try:
            variants[name] = opener(material)
        except Absent as reason:
            absent[name] = str(reason)
    return variants, absent


def _answers(title: str, variant: Variant, split: Split, expected: NDArray[np.floating]) -> Answers:
    """Let a variant answer each headline alone, and in company drawn anew each time."""
    answer, count = variant.contender.probabilities, len(split)
    seed = random.Random(SEED)
    lists = []
    for _ in range(SHUFFLES):
        order = seed.sample(range(count), count)
        lists += [order[start : start + COMPANY] for start in range(0, count, COMPANY)]
    alone, together = np.empty_like(expected), 0.0
    with tqdm(
        total=(1 + SHUFFLES) * count, desc=title, unit="headline", disable=None, leave=False
    ) as progress:
        for index, text in enumerate(split.texts):
            alone[index] = answer([text])[0]
            progress.update()
        for indices in lists:
            found = answer([split.texts[index] for index in indices])
            together = max(together, float(np.abs(found - alone[indices]).max()))
            progress.update(len(indices))
    differences = np.abs(alone - expected).max(axis=1)
    labels = alone.argmax(axis=1)
    return Answers(
        accuracy=float((labels == np.asarray(split.labels)).mean()),
        agreement=float((labels == expected.argmax(axis=1)).mean()),
        mean_difference=float(differences.mean()),
        largest_difference=float(differences.max()),
        batch_mates=together,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quantisation", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of the run, with the trained network")
    parser.add_argument("--data", type=Path, help="folder of prepared headlines (default: where they were)")
    add_destination(parser, "100 headlines of each split, few rounds")
    options = parser.parse_args(arguments)

    def measure() -> Comparison:
        run = Run(options.run)
        valid, test = (open_split(run, name, options.data) for name in ("valid", "test"))
        if options.quick:
            valid, test = (Split(split.texts[:100], split.labels[:100]) for split in (valid, test))
        return compare(Material(run, options.data), valid, test, QUICK if options.quick else LOADS)

    return carry_out(measure, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
