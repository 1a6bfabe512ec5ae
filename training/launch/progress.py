"""How far a training is, by what it has said."""

import re
from dataclasses import dataclass

from training.launch.metric_definitions import METRICS, OBJECTIVE

_NETWORK = re.compile(r"(?:member|teacher) [0-9]+ of [0-9]+$")
_FIGURES = {name: re.compile(regex) for name, regex in METRICS.items()}


@dataclass
class Progress:
    """What was last said of a training.

    Attributes
    ----------
    epochs
        Most that one network is trained for; None where that is not known.
    network
        Which of several networks is being trained.
    figures
        By name of the metric.
    """

    epochs: int | None = None
    network: str = ""

    def __post_init__(self) -> None:
        self.figures: dict[str, float] = {}

    def read(self, line: str) -> None:
        """Take note of what a line says."""
        if network := _NETWORK.search(line):
            self.network = network[0]
            self.figures.clear()
        for name, regex in _FIGURES.items():
            if found := regex.search(line):
                self.figures[name] = float(found[1])

    def __str__(self) -> str:
        said = [self.network] if self.network else []
        if "train:epoch" in self.figures:
            of = f" of {self.epochs}" if self.epochs else ""
            said.append(f"epoch {self.figures['train:epoch']:.2f}{of}")
        if "train:loss" in self.figures:
            said.append(f"loss {self.figures['train:loss']:.4g}")
        if OBJECTIVE in self.figures:
            said.append(f"macro-F1 {self.figures[OBJECTIVE]:.4f}")
        return ", ".join(said)
