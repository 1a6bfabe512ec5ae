"""Time the same training on one process, on two, and on two that know each other over the network alone.

Run as:
    python -m benchmarks.distribution --data build/release/data --recipe compact
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Sequence
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
from training.base import find_base
from training.recipe import RecipeError, load_recipe

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
    """How long to measure: rounds in which every way has one turn, and the steps of a turn."""

    rounds: int
    steps: int


DEFAULT, QUICK = Plan(rounds=3, steps=13), Plan(rounds=1, steps=4)


def measure_turn(way: Way, options: argparse.Namespace, steps: int, folder: Path) -> dict[str, Any]:
    """Train some steps in one way; return what the first process wrote of them.

    Raises
    ------
    RecipeError
        If one of the processes failed.
    """
    port = _free_port()
    started = []
    for number in range(way.instances):
        own = folder / str(number)
        own.mkdir(parents=True)
        program = ["-m", "benchmarks.distribution_worker", "--data", options.data, "--recipe", options.recipe]
        program += ["--steps", str(steps), "--run-folder", own / "run", "--out", own / "steps.json"]
        if options.base_folder:
            program += ["--base-folder", options.base_folder]
        launcher = [sys.executable, "-m", "torch.distributed.run", f"--nproc_per_node={way.processes}"]
        launcher += [f"--nnodes={way.instances}", f"--node_rank={number}"]
        launcher += ["--master_addr=127.0.0.1", f"--master_port={port}"]
        environment = {"OMP_NUM_THREADS": str(way.threads), "TQDM_DISABLE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
        with (own / "log").open("wb") as log:
            started.append(
                subprocess.Popen(
                    [*launcher, *map(str, program)],
                    cwd=ROOT,
                    env=os.environ | environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )
    codes = [process.wait() for process in started]
    if any(codes):
        logs = [(folder / str(number) / "log").read_text(errors="replace") for number in range(way.instances)]
        said = [line for log in logs for line in log.splitlines() if "Error: " in line]
        raise RecipeError(f"a process failed: {said[0] if said else logs[0][-2000:]}")
    found: dict[str, Any] = json.loads((folder / "0" / "steps.json").read_text())
    return found


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def measure_all(options: argparse.Namespace, plan: Plan) -> Distribution:
    """Give every way its turns."""
    find_base(load_recipe(options.recipe), options.base_folder)
    facts, draw, order = machine(), random.Random(1), list(WAYS)
    rounds: dict[str, list[list[float]]] = {name: [] for name in order}
    found: dict[str, Any] = {}
    with (
        TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder,
        tqdm(total=len(order) * plan.rounds, disable=None, leave=False) as bar,
    ):
        for number in range(plan.rounds):
            draw.shuffle(order)
            for name in order:
                bar.set_description(name)
                found = measure_turn(WAYS[name], options, plan.steps, Path(folder) / f"{number} {name}")
                rounds[name].append(found["steps"])
                bar.update()
    sharings = [Sharing(name, way.setting, way.instances, rounds[name]) for name, way in WAYS.items()]
    return Distribution(options.recipe, found["batch_size"], found["weights"], sharings, facts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.distribution", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of prepared headlines; test is not read"
    )
    parser.add_argument(
        "--recipe", default="compact", help="a shipped recipe or a .yaml file (default: compact)"
    )
    parser.add_argument(
        "--base-folder", type=Path, help="folder with the base checkpoint (default: fetch it)"
    )
    add_destination(parser, "one round of few steps")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else DEFAULT
    options.data = options.data.resolve()
    return carry_out(lambda: measure_all(options, plan), write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
