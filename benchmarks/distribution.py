"""Time the same training on one process, on two, and on two that know each other over the network alone.

Run as:
    python -m benchmarks.distribution --data build/release/data --recipe compact
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from benchmarks.command import carry_out
from benchmarks.destination import add_destination, destination
from benchmarks.distribution_figures import Distribution, Sharing
from benchmarks.distribution_report import terminal_table, write_report
from benchmarks.machine import machine
from infrastructure.free_port import free_port
from training.base import find_base
from training.recipe import RecipeError, load_recipe
from training.shared_options import add_base_folder, add_recipe

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Way:
    """How a training is shared.

    Attributes
    ----------
    setting
        For the reader.
    instances, processes, threads
        How many torchruns, processes of each, and threads of each process.
    """

    setting: str
    instances: int = 1
    processes: int = 1
    threads: int = 1


WAYS = {
    "1 process": Way("one thread"),
    "1 process, 2 threads": Way("what a training on one machine does by itself", threads=2),
    "2 processes": Way("one thread each; one torchrun", processes=2),
    "2 instances": Way(
        "one process of one thread each; two torchruns, which share no folder, over loopback", 2
    ),
}


@dataclass(frozen=True)
class Plan:
    """How long to measure: rounds in which every way has a turn, after one that is not counted, and its steps."""

    rounds: int
    steps: int


DEFAULT, QUICK = Plan(rounds=15, steps=4), Plan(rounds=1, steps=2)


class Training:
    """A training in one of the ways; it stands still but in its turns.

    Parameters
    ----------
    way
        How it is shared.
    options
        Of the command.
    plan
        Turns and their steps.
    folder
        For all that it writes.
    """

    def __init__(self, way: Way, options: argparse.Namespace, plan: Plan, folder: Path) -> None:
        self._folder = folder
        self._turns = folder / "turns"
        self._turns.mkdir(parents=True)
        port = free_port()
        self._started = [self._start(way, number, port, options, plan) for number in range(way.instances)]

    def _start(
        self, way: Way, number: int, port: int, options: argparse.Namespace, plan: Plan
    ) -> "subprocess.Popen[bytes]":
        launcher = [sys.executable, "-m", "torch.distributed.run", f"--nproc_per_node={way.processes}"]
        launcher += [f"--nnodes={way.instances}", f"--node_rank={number}"]
        launcher += ["--master_addr=127.0.0.1", f"--master_port={port}"]
        program = ["-m", "benchmarks.distribution_worker", "--data", options.data, "--recipe", options.recipe]
        program += ["--steps", plan.steps, "--turns", plan.rounds + 1, "--turns-folder", self._turns]
        program += ["--run-folder", self._folder / f"run-{number}"]
        if options.base_folder:
            program += ["--base-folder", options.base_folder]
        environment = {"OMP_NUM_THREADS": str(way.threads), "TQDM_DISABLE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
        with (self._folder / f"{number}.log").open("wb") as log:
            return subprocess.Popen(
                [*launcher, *map(str, program)],
                cwd=ROOT,
                env=os.environ | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def turn(self, number: int) -> dict[str, Any]:
        """Let it train for a turn; return what it tells of it.

        Raises
        ------
        RecipeError
            If one of the processes fails.
        """
        (self._turns / f"{number}.go").touch()
        told = self._turns / f"{number}.json"
        while not told.exists():
            if any(process.poll() for process in self._started):
                raise RecipeError(f"a process failed: {self._failure()}")
            time.sleep(0.01)
        found: dict[str, Any] = json.loads(told.read_text())
        return found

    def stop(self) -> None:
        """End it, however far it is."""
        for process in self._started:
            process.terminate()  # and it, its workers
        for process in self._started:
            process.wait()

    def _failure(self) -> str:
        logs = [path.read_text(errors="replace") for path in sorted(self._folder.glob("*.log"))]
        said = [line for log in logs for line in log.splitlines() if "Error: " in line]
        return said[0] if said else logs[0][-2000:]


def measure_all(options: argparse.Namespace, plan: Plan) -> Distribution:
    """Give every way its turns."""
    find_base(load_recipe(options.recipe), options.base_folder)
    facts, draw, order = machine(), random.Random(1), list(WAYS)
    rounds: dict[str, list[float]] = {name: [] for name in order}
    with (
        TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder,
        ExitStack() as stack,
        tqdm(total=len(order) * (plan.rounds + 1), disable=None, leave=False) as bar,
    ):
        trainings = {}
        for name, way in WAYS.items():
            trainings[name] = Training(way, options, plan, Path(folder) / name)
            stack.callback(trainings[name].stop)
        for number in range(plan.rounds + 1):
            draw.shuffle(order)
            for name in order:
                bar.set_description(name)
                told = trainings[name].turn(number)
                if number:  # the first turn loads, allocates and connects
                    rounds[name].append(told["seconds"])
                bar.update()
    sharings = [Sharing(name, way.setting, way.instances, rounds[name]) for name, way in WAYS.items()]
    return Distribution(options.recipe, told["batch_size"], told["weights"], sharings, facts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.distribution", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of prepared headlines; test is not read"
    )
    add_recipe(parser, "compact")
    add_base_folder(parser)
    add_destination(parser, "one round of two steps")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else DEFAULT
    options.data = options.data.resolve()
    return carry_out(lambda: measure_all(options, plan), write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
