"""One process of a training that is timed; `benchmarks.distribution` starts as many as share it, by torchrun."""

import argparse
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from benchmarks.subset import open_subset
from benchmarks.ways import plain
from training.recipe import load_recipe
from training.train import train

VALIDATED = 64
"""Headlines of validation; it is not timed."""


class Clock(TrainerCallback):  # type: ignore[misc]
    """Times the steps of a training, but the first, which allocates and connects."""

    def __init__(self) -> None:
        self.ends: list[float] = []
        self.weights = 0

    def on_train_begin(self, *_: Any, model: Any, **__: Any) -> None:
        self.weights = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)

    def on_step_end(self, *_: Any, **__: Any) -> None:
        self.ends.append(time.perf_counter())


def main() -> int:
    """Train some steps, and write how long they took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--data", "--base-folder", "--run-folder", "--out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--recipe")
    parser.add_argument("--steps", type=int)
    options = parser.parse_args()
    recipe = replace(plain(load_recipe(options.recipe)), epochs=1)
    clock = Clock()
    data = open_subset(options.data, train=recipe.batch_size * options.steps, valid=VALIDATED)
    train(data, recipe, options.run_folder, base_folder=options.base_folder, callbacks=[clock])
    if os.environ["RANK"] == "0":
        seconds = [after - before for before, after in zip(clock.ends, clock.ends[1:], strict=False)]
        facts = {"weights": clock.weights, "batch_size": recipe.batch_size, "steps": seconds}
        options.out.write_text(json.dumps(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
