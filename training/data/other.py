"""Texts that belong to none of the labels: sport, recipes, other languages, gibberish.

Training teaches the network to be unsure about them (outlier exposure, Hendrycks et al. 2019,
https://arxiv.org/abs/1812.04606).
"""

from collections.abc import Mapping, Sequence

from training.data.cleaning import Cleaned, clean
from training.data.errors import BadRowsError, DataError
from training.data.naming import Policy
from training.data.part import Part
from training.data.row import Row

OTHER = "other"
"""What they are called beside the splits; they are none."""


def clean_other(part: Part, labelled: Mapping[str, Sequence[Row]], policy: Policy) -> Cleaned:
    """Drop texts that stand among the labelled headlines too, and duplicates.

    Parameters
    ----------
    part
        The texts as they were read, without labels.
    labelled
        Labelled headlines as they were read, by split: what somebody gave a label belongs to one, also where
        cleaning drops it.
    policy
        Whether bad rows are an error, or are left out.

    Raises
    ------
    BadRowsError
        If there are bad rows that may not be left out.
    DataError
        If no text is left.
    """
    if part.bad and policy == "error":
        raise BadRowsError(part.bad, "correct them; --bad-rows drop leaves them out")
    cleaned = clean(part.rows, labelled)
    if not cleaned.rows:
        raise DataError(
            f"--other: no text is left: {cleaned.recurring_rows:,} of {len(part.rows) + len(part.bad):,} rows "
            f"recur among the labelled headlines, {len(part.bad):,} are bad"
        )
    return cleaned
