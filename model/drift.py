"""How far the labels that a model gives have moved from those expected of it, as one number."""

import math
from collections.abc import Mapping

UNSEEN = 0.5
"""Added to the count of every label, so that one never seen is rare and not impossible (Jeffreys' prior)."""


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each label, smoothed by `UNSEEN`; they sum to 1 and none is 0."""
    total = sum(counts.values()) + UNSEEN * len(counts)
    return {label: (count + UNSEEN) / total for label, count in counts.items()}


def population_stability_index(expected: Mapping[str, float], actual: Mapping[str, float]) -> float:
    """Compare two distributions over the same labels: 0 if they are equal, more the further they are apart.

    It is the sum of (a - e) ln(a / e) over the labels, which is Jeffreys' divergence (Yurdakul and Naranjo 2020,
    "Statistical properties of the population stability index", Journal of Risk Model Validation 14(4)). The custom
    of credit scoring they quote: below 0.1 is little, above 0.25 calls for action. Where nothing has moved,
    it is about (1/N + 1/M) times a chi-squared variable of B - 1 degrees of freedom, for N predictions in B labels
    against a reference of M: a few predictions look like drift by chance alone.

    Parameters
    ----------
    expected, actual
        Share of each label, above 0.
    """
    return sum((actual[label] - share) * math.log(actual[label] / share) for label, share in expected.items())
