"""Time the start of our function beside the least that one can be, and beside transformers on the same weights.

Run as:
    python -m benchmarks.coldstart --run build/release/run --artifact model/release
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from benchmarks.coldstart_contenders import HANDLERS, Contender, contenders
from benchmarks.coldstart_figures import COPY, ColdStarts, Overhead, Row, Start
from benchmarks.coldstart_report import terminal_table, write_report
from benchmarks.command import carry_out
from benchmarks.contenders import OURS, Subject
from benchmarks.destination import add_destination, destination
from benchmarks.import_times import import_times
from benchmarks.lambda_function import LambdaFunction
from benchmarks.machine import machine
from benchmarks.subject_options import add_subject
from training.run_folder import Run

SEED = 1
"""Of the order of the turns."""


@dataclass(frozen=True)
class Plan:
    """How often to measure.

    Attributes
    ----------
    rounds
        In which every function starts once.
    imports
        How often each is imported for the table of imports.
    calls
        Of the warm handler.
    """

    rounds: int
    imports: int
    calls: int


DEFAULT = Plan(rounds=15, imports=7, calls=1_000)
QUICK = Plan(rounds=3, imports=1, calls=100)


def start_once(contender: Contender, log: Path) -> Start:
    """Start a function, ask it, and end it.

    Raises
    ------
    RuntimeError
        If it does not start, or does not answer.
    """
    function = LambdaFunction(
        [sys.executable],
        f"{contender.module.replace('.', '/')}.handler",
        contender.task,
        contender.environment,
        log,
        snap_start=contender.snap_start,
    )
    with closing(function):
        began = time.perf_counter()
        function.start()
        outcome = function.invoke(contender.event)
        end = time.perf_counter()
        if outcome.kind != "response":
            raise RuntimeError(f"it ended with {outcome.kind} {outcome.body.decode()}:\n{function.output}")
        return Start(end - (function.woken or began), function.peak_memory())


def compare(found: Mapping[str, Contender], plan: Plan, log: Path) -> list[Row]:
    """Start all functions in turn; a bar shows how far it is."""
    seed = random.Random(SEED)
    starts: dict[str, list[Start]] = {name: [] for name in found}
    with tqdm(total=plan.rounds * len(found), unit="start", disable=None, leave=False) as progress:
        for _ in range(plan.rounds):
            for name in seed.sample(list(found), len(found)):
                progress.set_description(name)
                starts[name].append(start_once(found[name], log))
                progress.update()
    return [
        Row(name, one.setting, starts[name], {} if name == COPY else _imports(one, plan.imports))
        for name, one in found.items()
    ]


def _imports(contender: Contender, times: int) -> dict[str, float]:
    return import_times(
        [sys.executable], contender.module, _surroundings(contender), contender.packages, times
    )


def measure_overhead(contender: Contender, calls: int) -> Overhead:
    """Time our handler beside its classifier, in one process."""
    done = subprocess.run(
        [sys.executable, str(HANDLERS / "overhead.py"), json.dumps(contender.event), str(calls)],
        env=_surroundings(contender),
        capture_output=True,
        text=True,
        check=True,
    )
    return Overhead(**json.loads(done.stderr.splitlines()[-1]))


def _surroundings(contender: Contender) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **contender.environment}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.coldstart", description=__doc__.splitlines()[0]
    )
    add_subject(parser)
    add_destination(parser, "three rounds")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else DEFAULT

    def measure() -> ColdStarts:
        facts = machine()
        with TemporaryDirectory(prefix="benchmark-") as scratch:
            subject = Subject(Run(options.run), options.artifact, Path(scratch))
            manifest = subject.opened.manifest
            found = contenders(subject)
            rows = compare(found, plan, Path(scratch) / "log")
            warm = measure_overhead(found[OURS], plan.calls)
        return ColdStarts(f"{manifest.name} {manifest.version}", rows, warm, facts)

    return carry_out(measure, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
