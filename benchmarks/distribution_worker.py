"""One process of a training that is timed; `benchmarks.distribution` starts as many as share it, by torchrun."""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerState

from benchmarks.subset import open_subset
from benchmarks.ways import plain
from training.recipe import RecipeError, load_recipe
from training.train import train

VALIDATED = 64
"""Headlines of validation, which is not timed."""


class Turns(TrainerCallback):  # type: ignore[misc]
    """Lets a training go on for some steps at a time, when it is told to, and tells how long they took.

    Parameters
    ----------
    folder
        Turn `n` begins when `n.go` is there; the first process writes `n.json` at its end.
    steps
        Of a turn.
    batch_size
        Headlines of a step, over all processes.
    """

    def __init__(self, folder: Path, steps: int, batch_size: int) -> None:
        self._folder, self._steps, self._batch_size = folder, steps, batch_size
        self._weights = 0
        self._began = 0.0

    def on_train_begin(self, *_: Any, model: Any, **__: Any) -> None:
        self._weights = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)

    def on_step_begin(self, _: Any, state: TrainerState, *__: Any, **___: Any) -> None:
        turn, step = divmod(state.global_step, self._steps)
        if not step:
            while not (self._folder / f"{turn}.go").exists():
                time.sleep(0.01)
            self._began = time.perf_counter()

    def on_step_end(self, _: Any, state: TrainerState, *__: Any, **___: Any) -> None:
        turn, step = divmod(state.global_step, self._steps)
        if not step and state.is_world_process_zero:
            seconds = time.perf_counter() - self._began
            told = {
                "seconds": seconds / self._steps,
                "weights": self._weights,
                "batch_size": self._batch_size,
            }
            draft = self._folder / f"{turn - 1}.part"
            draft.write_text(json.dumps(told))
            draft.rename(draft.with_suffix(".json"))


def main() -> int:
    """Train for as many turns as are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--data", "--base-folder", "--run-folder", "--turns-folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--recipe")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--turns", type=int)
    options = parser.parse_args()
    recipe = replace(plain(load_recipe(options.recipe)), epochs=1)
    turns = Turns(options.turns_folder, options.steps, recipe.batch_size)
    wanted = recipe.batch_size * options.steps * options.turns
    data = open_subset(options.data, train=wanted, valid=VALIDATED)
    if len(data.split("train")) < wanted:
        raise RecipeError(f"{options.data} holds fewer than {wanted} training headlines")
    train(data, recipe, options.run_folder, base_folder=options.base_folder, callbacks=[turns])
    return 0


if __name__ == "__main__":
    sys.exit(main())
