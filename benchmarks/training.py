"""Time the training beside padded trainings of the same network, and see how soon each is as accurate.

Run as:
    python -m benchmarks.training --data build/release/data --recipe compact
"""

import argparse
import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from benchmarks.command import carry_out
from benchmarks.destination import add_destination, destination
from benchmarks.machine import machine
from benchmarks.relay import Evaluation, RelayError, Runner, Turn
from benchmarks.training_figures import Race, Speed, Trainings
from benchmarks.training_report import terminal_table, write_report
from benchmarks.ways import Newsdesk, Padded, Task, Way
from training.base import find_base
from training.data import open_prepared
from training.recipe import load_recipe
from training.shared_options import add_base_folder, add_recipe

REFERENCE_BATCH = 8
"""Headlines of a step of `run_classification.py`, the default of `TrainingArguments`."""
REFERENCE_WIDTH = 128
"""Its `max_seq_length` by default, to which it pads by default."""
WIDEST = 512
WIDEST_BATCH = 8
"""Headlines of a step of those padded to 512: 32 of them take more than 11 GB."""


@dataclass(frozen=True)
class Plan:
    """How long to measure.

    Attributes
    ----------
    rounds
        In which every way has one turn, after one that is not counted.
    headlines
        Of a turn: Newsdesk's, those of the padded to 512, those of the peer.
    race_train, race_valid
        Headlines that all learn from, and that accuracy is measured on.
    race_turn
        Headlines of a turn of the race, with a measurement of accuracy at its end.
    """

    rounds: int
    headlines: tuple[int, int, int]
    race_train: int
    race_valid: int
    race_turn: int


DEFAULT = Plan(rounds=5, headlines=(256, 32, 64), race_train=1024, race_valid=400, race_turn=256)
QUICK = Plan(rounds=1, headlines=(64, 8, 16), race_train=96, race_valid=100, race_turn=96)


def ways(batch_size: int, headlines: tuple[int, int, int]) -> dict[str, tuple[Way, str, int]]:
    """Return each way with a line for the reader and the steps of a turn."""
    ours, widest, reference = headlines
    small = (("per_device_train_batch_size", WIDEST_BATCH),)
    kept = f"batch {batch_size}"
    return {
        "Newsdesk, plain": (
            Newsdesk(regularised=False),
            f"padded to the longest of the batch, like lengths together, bf16 where computed; {kept}",
            max(1, ours // batch_size),
        ),
        "Newsdesk, its recipe": (
            Newsdesk(regularised=True),
            f"the same with all that the recipe adds to a step, of one network, without teachers; {kept}",
            max(1, ours // batch_size),
        ),
        "padded to 512, bf16": (
            Padded(WIDEST, True, small),
            f"bf16 where computed; batch {WIDEST_BATCH}",
            max(1, widest // WIDEST_BATCH),
        ),
        "padded to 512": (
            Padded(WIDEST, False, small),
            f"fp32; batch {WIDEST_BATCH}",
            max(1, widest // WIDEST_BATCH),
        ),
        "run_classification.py": (
            Padded(REFERENCE_WIDTH, False),
            f"its defaults: padded to {REFERENCE_WIDTH}, fp32, batch {REFERENCE_BATCH}, rate 5e-5, 3 epochs",
            max(1, reference // REFERENCE_BATCH),
        ),
    }


def measure_speed(task: Task, plan: Plan) -> list[Speed]:
    """Train by every way in turn and return the headlines per second of each turn."""
    found: dict[str, list[float]] = {}
    chosen = ways(task.recipe.batch_size, plan.headlines)
    order, draw = list(chosen), random.Random(1)
    with ExitStack() as stack, tqdm(total=len(order) * (plan.rounds + 1), disable=None, leave=False) as bar:
        runners = {
            name: stack.enter_context(Runner(partial(way, task))) for name, (way, _, _) in chosen.items()
        }
        for number in range(plan.rounds + 1):
            draw.shuffle(order)
            for name in order:
                bar.set_description(f"speed: {name}")
                turn = runners[name].advance(chosen[name][2] if number else 1)
                if runners[name].finished:
                    raise RelayError(f"{task.train} training headlines are too few to time {name}")
                if number:  # the first step loads and allocates
                    found.setdefault(name, []).append(turn.headlines / turn.seconds)
                bar.update()
    return [Speed(name, setting, found[name]) for name, (_, setting, _) in chosen.items()]


def race(task: Task, plan: Plan) -> list[Race]:
    """Train on the same few headlines to the end, in turn, with looks at validation on the way."""
    chosen = {
        name: way
        for name, (way, _, _) in ways(task.recipe.batch_size, plan.headlines).items()
        if not (isinstance(way, Padded) and way.width > REFERENCE_WIDTH)
    }
    seen: dict[str, list[Evaluation]] = {name: [] for name in chosen}
    with ExitStack() as stack, tqdm(unit=" headlines", disable=None, leave=False) as bar:
        runners = {name: stack.enter_context(Runner(partial(way, task))) for name, way in chosen.items()}
        while going := [name for name, runner in runners.items() if not runner.finished]:
            for name in going:
                bar.set_description(f"race: {name}")
                turn = _race_turn(runners[name], chosen[name], task, plan)
                seen[name] += turn.evaluations
                bar.update(turn.headlines)
    return [Race(name, evaluations) for name, evaluations in seen.items()]


def _race_turn(runner: Runner, way: Way, task: Task, plan: Plan) -> Turn:
    batch = REFERENCE_BATCH if isinstance(way, Padded) else task.recipe.batch_size
    return runner.advance(max(1, plan.race_turn // batch), evaluate=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.training", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of prepared headlines; test is not read"
    )
    add_recipe(parser, "compact")
    add_base_folder(parser)
    add_destination(parser, "one round, a race over 96 headlines")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else DEFAULT

    def measure() -> Trainings:
        recipe, facts = load_recipe(options.recipe), machine()
        rows = {name: len(open_prepared(options.data).split(name)) for name in ("train", "valid")}
        find_base(recipe, options.base_folder)
        with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
            whole = Task(
                options.data,
                options.base_folder,
                recipe,
                rows["train"],
                plan.race_valid,
                Path(folder) / "speed",
            )
            speeds = measure_speed(whole, plan)
            part = Task(
                options.data,
                options.base_folder,
                recipe,
                min(plan.race_train, rows["train"]),
                min(plan.race_valid, rows["valid"]),
                Path(folder) / "race",
            )
            races = race(part, plan)
        return Trainings(options.recipe, speeds, races, part.train, part.valid, facts)

    return carry_out(measure, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
