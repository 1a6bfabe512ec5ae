"""Two models on the same headlines: figures side by side, and which differences are more than chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.manifest import Manifest
from training.bootstrap import (
    Estimate,
    McNemar,
    Statistic,
    accuracy_of,
    calibration_error_of,
    difference,
    label_f1_of,
    macro_f1_of,
    mcnemar,
    share_of,
)
from training.metrics import rounded
from training.release.pairing import Pair

POINT = 100
"""Points of a share of 1, in which a person reads it."""


@dataclass(frozen=True)
class Side:
    """One of the two.

    Attributes
    ----------
    manifest
        Of the model.
    size
        Bytes of what a classifier opens.
    """

    manifest: Manifest
    size: int

    @property
    def title(self) -> str:
        return f"{self.manifest.name} {self.manifest.version}"


@dataclass(frozen=True)
class Row:
    """One figure of both, and by how much that of the second one is larger."""

    figure: str
    first: float
    second: float
    difference: Estimate


@dataclass(frozen=True)
class Comparison:
    """What was found.

    Attributes
    ----------
    first, second
        Who was compared.
    headlines
        How many both have answered.
    disputed
        Left out, because the two were given other truths for them.
    stories
        Whether headlines of one story were drawn together.
    agreement
        Share of the headlines with the same label from both.
    rows
        The figures: accuracy first.
    mcnemar
        The exact test of the accuracies.
    """

    first: Side
    second: Side
    headlines: int
    disputed: int
    stories: bool
    agreement: float
    rows: list[Row]
    mcnemar: McNemar

    @property
    def accuracy(self) -> Estimate:
        """By how much the second one is more often right."""
        return self.rows[0].difference

    @property
    def sentence(self) -> str:
        """The verdict in words, by the interval of the difference in accuracy."""
        lead = self.accuracy
        headlines = f"{self.headlines:,} headlines"
        if lead.low is None or lead.high is None or lead.low <= 0 <= lead.high:
            return (
                f"{self.second.title} and {self.first.title} show no difference in accuracy that these "
                f"{headlines} can tell from chance ({_points(lead)})"
            )
        word = "better" if lead.value > 0 else "worse"
        return (
            f"{self.second.title} is {word} than {self.first.title}: its accuracy differs by {_points(lead)} on "
            f"{headlines}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON content."""
        sides = {"first": self.first, "second": self.second}
        content: dict[str, Any] = {
            name: {"name": side.manifest.name, "version": side.manifest.version, "size": side.size}
            for name, side in sides.items()
        }
        content |= {
            "headlines": self.headlines,
            "disputed": self.disputed,
            "stories": self.stories,
            "agreement": self.agreement,
            "figures": {
                row.figure: {
                    "first": row.first,
                    "second": row.second,
                    "difference": row.difference.as_dict(),
                }
                for row in self.rows
            },
            "mcnemar": {
                "only_first": self.mcnemar.only_first,
                "only_second": self.mcnemar.only_second,
            },
        }
        found: dict[str, Any] = rounded(content)
        found["mcnemar"]["p"] = self.mcnemar.p  # of which small ones matter
        return found | {"verdict": self.sentence}


def compare(first: Side, second: Side, pair: Pair) -> Comparison:
    """Compare two models by their answers to the same headlines."""
    every = np.arange(len(pair))
    rows = [
        Row(figure, one(every), two(every), difference(one, two, len(pair), pair.groups))
        for figure, one, two in _figures(first, second, pair)
    ]
    agreed = pair.first.predicted == pair.second.predicted
    return Comparison(
        first,
        second,
        len(pair),
        pair.disputed,
        pair.groups is not None,
        float(agreed.mean()),
        rows,
        mcnemar(pair.truth, pair.first.predicted, pair.second.predicted),
    )


def _figures(first: Side, second: Side, pair: Pair) -> Iterator[tuple[str, Statistic, Statistic]]:
    truth, one, two = pair.truth, pair.first, pair.second
    yield "accuracy", accuracy_of(truth, one.predicted), accuracy_of(truth, two.predicted)
    yield "macro-F1", macro_f1_of(truth, one.predicted), macro_f1_of(truth, two.predicted)
    yield (
        "ECE",
        calibration_error_of(one.probabilities, truth),
        calibration_error_of(two.probabilities, truth),
    )
    yield (
        "needs review",
        share_of(one.unsure(first.manifest.threshold)),
        share_of(two.unsure(second.manifest.threshold)),
    )
    for index, label in enumerate(one.labels):
        yield (
            f"F1 {label}",
            label_f1_of(truth, one.predicted, index),
            label_f1_of(truth, two.predicted, index),
        )


def _points(lead: Estimate) -> str:
    text = f"{POINT * lead.value:+.2f} points"
    if lead.low is None or lead.high is None:
        return text
    return f"{text}, 95 % interval {POINT * lead.low:+.2f} to {POINT * lead.high:+.2f}"
