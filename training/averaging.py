"""The weights of a run, averaged over its steps: steadier than those of any one step.

Polyak & Juditsky 1992, "Acceleration of stochastic approximation by averaging", with the exponential weights that
are usual for networks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from accelerate.utils import gather_object
from safetensors.torch import load_file, save_file
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from training.checkpoints import checkpoint_of, seal, thin
from training.interruption import undisturbed

FILE = "average.safetensors"


class WeightAverage(TrainerCallback):  # type: ignore[misc]
    """Keeps the exponential average of a network's weights; each checkpoint holds it beside the weights.

    After step `t` (from 1) the average moves towards the weights by `1 - min(decay, (1 + t) / (10 + t))`: early
    weights, far from any good, are soon forgotten.

    Parameters
    ----------
    network
        Whose weights.
    decay
        In [0, 1); the average reaches back about `1 / (1 - decay)` steps, and 0 means no average.
    """

    def __init__(self, network: torch.nn.Module, decay: float) -> None:
        self._network = network
        self._decay = decay
        self._average: dict[str, torch.Tensor] = {}

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        # Here, because by now the weights are on their device, and those of a resumed run are loaded.
        self._average = {name: weight.detach().clone() for name, weight in self._network.named_parameters()}
        if state.global_step:
            self._read(checkpoint_of(Path(args.output_dir), state.global_step))

    @torch.no_grad()
    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        step = state.global_step
        decay = min(self._decay, (1 + step) / (10 + step))
        for name, weight in self._network.named_parameters():
            self._average[name].lerp_(weight, 1 - decay)

    def write(self, checkpoint: Path) -> None:
        """Put the average into a checkpoint, beside the weights."""
        save_file(self._average, checkpoint / FILE)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Let the network answer with the average, and train on with its own weights afterwards."""
        own = {name: weight.detach().clone() for name, weight in self._network.named_parameters()}
        self._assign(self._average)
        try:
            yield
        finally:
            self._assign(own)

    def keep(self, checkpoint: Path) -> None:
        """Give the network the average of a checkpoint, for good."""
        self._read(checkpoint)
        self._assign(self._average)

    def _read(self, checkpoint: Path) -> None:
        for name, weight in load_file(checkpoint / FILE).items():
            self._average[name].copy_(weight)

    @torch.no_grad()
    def _assign(self, weights: dict[str, torch.Tensor]) -> None:
        for name, weight in self._network.named_parameters():
            weight.copy_(weights[name])


class AveragingTrainer(Trainer):  # type: ignore[misc]
    """A `Trainer` that validates, and in the end keeps, the average of the weights.

    Its checkpoints are written by the first process alone, on whose disk they are; the others may run on machines
    that share none with it. An older one is deleted only when the new one is whole.
    """

    def __init__(self, *, average: WeightAverage, callbacks: list[TrainerCallback], **arguments: Any) -> None:
        super().__init__(callbacks=[average, *callbacks], **arguments)
        self.average = average

    def evaluate(self, *arguments: Any, **named: Any) -> dict[str, float]:
        with self.average.applied():
            measured: dict[str, float] = super().evaluate(*arguments, **named)
        return measured

    def _save_checkpoint(self, model: torch.nn.Module, trial: Any) -> None:
        folder = Path(self.args.output_dir)
        with undisturbed():
            super()._save_checkpoint(model, trial)
            if self.is_world_process_zero():
                checkpoint = checkpoint_of(folder, self.state.global_step)
                self.average.write(checkpoint)
                seal(checkpoint)
                thin(folder, best=self.state.best_model_checkpoint)

    def _save_rng_state(self, output_dir: str) -> None:
        """Let the first process write where the random numbers of all of them are."""
        with TemporaryDirectory() as own:
            super()._save_rng_state(own)
            states = gather_object([(path.name, path.read_bytes()) for path in Path(own).iterdir()])
        if self.is_world_process_zero():
            for name, content in states:
                (Path(output_dir) / name).write_bytes(content)
