"""What a classifier answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Backend = Literal["local", "sagemaker", "bedrock", "cascade"]

DECIMALS = 6
"""Digits kept of a probability: below the noise of quantisation, and short enough to read."""


def is_below(confidence: float, threshold: float) -> bool:
    """Tell whether a confidence is not enough; from a threshold of 1 on, none is."""
    return threshold >= 1 or confidence < threshold


@dataclass(frozen=True, slots=True)
class ModelReference:
    """Which model answered, and what ran it."""

    name: str
    version: str
    backend: Backend


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer for one headline.

    Its fields, in this order, are the JSON the API sends. `predicted_label` and `probabilities` are the
    contract of the SageMaker container too; `probabilities` is one row, in the order of the model's labels.
    """

    predicted_label: str
    probabilities: list[list[float]]
    scores: dict[str, float]
    confidence: float
    needs_review: bool
    truncated: bool
    model: ModelReference

    @classmethod
    def from_probabilities(
        cls,
        labels: Sequence[str],
        probabilities: Sequence[float],
        *,
        threshold: float,
        truncated: bool,
        model: ModelReference,
    ) -> "Prediction":
        """Build the answer from one row of calibrated probabilities.

        Parameters
        ----------
        labels
            Label names, in the model's order.
        probabilities
            One probability per label; they sum to 1.
        threshold
            Confidence below which a person should look; from 1 on, at everything.
        truncated
            Whether the model saw only the beginning of the headline.
        model
            Who answers.

        Raises
        ------
        ValueError
            If a probability is not a finite number, or there is not one per label.
        """
        row = [round(float(value), DECIMALS) for value in probabilities]
        if len(row) != len(labels) or not all(map(math.isfinite, row)):
            raise ValueError(f"{row} is not one finite probability for each of {', '.join(labels)}")
        best = max(range(len(row)), key=row.__getitem__)
        return cls(
            predicted_label=labels[best],
            probabilities=[row],
            scores=dict(zip(labels, row, strict=True)),
            confidence=row[best],
            needs_review=is_below(row[best], threshold),
            truncated=truncated,
            model=model,
        )


@dataclass(frozen=True, slots=True)
class UncalibratedPrediction(Prediction):
    """A prediction whose confidence is what the model says of itself: nobody has held it against the truth."""

    calibrated: Literal[False] = False

    @classmethod
    def from_report(
        cls,
        label: str,
        confidence: float,
        labels: Sequence[str],
        *,
        threshold: float,
        model: ModelReference,
    ) -> "UncalibratedPrediction":
        """Build the answer from a label and a confidence.

        Parameters
        ----------
        label
            One of `labels`.
        confidence
            From 0 to 1. What is left of 1 is shared evenly by the other labels; none of them is made more likely
            than the one that was chosen.
        labels
            Label names, in the model's order.
        threshold, model
            As of any prediction.
        """
        own = round(max(confidence, 1 / len(labels)), DECIMALS)
        rest = (1 - own) / (len(labels) - 1)
        row = [own if name == label else round(rest, DECIMALS) for name in labels]
        return cls(
            predicted_label=label,
            probabilities=[row],
            scores=dict(zip(labels, row, strict=True)),
            confidence=own,
            needs_review=is_below(own, threshold),
            truncated=False,
            model=model,
        )
