"""Time the shipped artifact beside other ways to run the same trained network, one thread each.

Run as:
    python -m benchmarks.inference --run build/release/run --artifact model/release --data build/release/data
"""

import argparse
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from benchmarks.command import carry_out
from benchmarks.comparison import Comparison, Row
from benchmarks.contenders import OPENERS, Absent, Contender, Subject, open_contender
from benchmarks.destination import add_destination, destination
from benchmarks.inference_report import terminal_table, write_report
from benchmarks.int8_peak import Int8Peak
from benchmarks.loads import DEFAULT, QUICK, Load
from benchmarks.machine import machine
from benchmarks.rounds import time_in_turns
from benchmarks.subject_options import add_subject
from benchmarks.work import work_of
from training.data import Split, open_prepared
from training.recipe import RecipeError
from training.run_folder import Run

SEED = 1
"""Of the headlines that are drawn and of the order of the turns."""


def compare(subject: Subject, split: Split, loads: Sequence[Load]) -> Comparison:
    """Measure every contender that can run here.

    Parameters
    ----------
    subject
        The run and its artifact.
    split
        Labelled headlines, as many as the largest load at least.
    loads
        Columns of the table.

    Raises
    ------
    RecipeError
        If the split has fewer headlines than a load, or artifact and run do not belong together.
    """
    most = max(load.headlines for load in loads)
    if len(split) < most:
        raise RecipeError(f"the split has {len(split)} headlines; a load of {most} needs as many")
    facts = machine()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    contenders, absent = _open(subject)
    peak = Int8Peak()
    with threadpool_limits(1):  # NumPy's, now that all libraries are loaded
        rows = {name: _answers(name, contender, split) for name, contender in contenders.items()}
        timings = time_in_turns(contenders, split.texts, loads, random.Random(SEED), between=peak.measure)
    lengths = [len(encoding.ids) for encoding in subject.tokenizer.encode_batch_fast(split.texts)]
    manifest = subject.opened.manifest
    return Comparison(
        model=f"{manifest.name} {manifest.version}",
        loads=loads,
        rows=[row.timed(timings[name]) for name, row in rows.items()],
        absent=absent,
        truth=split.labels,
        tokens_per_headline=sum(lengths) / len(lengths),
        work=work_of(subject.network),
        int8_peak=peak.operations_per_second,
        machine=facts,
    )


def _open(subject: Subject) -> tuple[dict[str, Contender], dict[str, str]]:
    contenders: dict[str, Contender] = {}
    absent: dict[str, str] = {}
    for name, opener in (progress := tqdm(OPENERS.items(), unit="", disable=None, leave=False)):
        progress.set_description(f"open {name}")
        try:
            contenders[name] = open_contender(name, opener, subject)
        except Absent as reason:
            absent[name] = str(reason)
    return contenders, absent


def _answers(name: str, contender: Contender, split: Split) -> Row:
    """Let a contender answer the whole split, or as much as it is given at once."""
    texts = split.texts[: contender.most_headlines]
    with tqdm(total=len(texts), desc=f"{name} answers", disable=None, leave=False) as progress:
        labels: list[int] = []
        for start in range(0, len(texts), 320):
            labels += contender.probabilities(texts[start : start + 320]).argmax(axis=1).tolist()
            progress.update(len(labels) - progress.n)
    return Row(name=name, setting=contender.setting, answers=labels)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.inference", description=__doc__.splitlines()[0]
    )
    add_subject(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of prepared headlines; test is used")
    add_destination(parser, "few rounds, at most 200 headlines")
    options = parser.parse_args(arguments)

    def measure() -> Comparison:
        split = open_prepared(options.data).split("test")
        with TemporaryDirectory(prefix="benchmark-") as scratch:
            subject = Subject(Run(options.run), options.artifact, Path(scratch))
            return compare(subject, split, QUICK if options.quick else DEFAULT)

    return carry_out(measure, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
