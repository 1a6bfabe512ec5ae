"""What is known about any model, wherever it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Description:
    """What a classifier says of its model.

    Attributes
    ----------
    name, version
        Which model, which release of it.
    labels
        Label names; their order is the order of `Prediction.probabilities`, and is kept nowhere else.
    threshold
        Confidence below which a prediction is marked `needs_review`.
    base
        Checkpoint the training started from, with its revision; of a model that is not ours, its own name.
    """

    name: str
    version: str
    labels: tuple[str, ...]
    threshold: float
    base: str
