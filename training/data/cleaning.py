"""Training rows without the ones that would teach or measure the wrong thing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.data.key import headline_key
from training.data.row import Row

LISTED = 100
"""Two-labelled headlines that the report lists; all are counted."""


@dataclass(frozen=True)
class Matches:
    """How much of the training rows was found again: distinct headlines, and training rows."""

    headlines: int
    rows: int


@dataclass(frozen=True)
class Recurrence:
    """Training headlines that stand in a given validation or test file too.

    `exact` compares the headlines as they are, `normalised` their keys; the second includes the first.
    """

    exact: Matches
    normalised: Matches


@dataclass(frozen=True)
class TwoLabelled:
    """A headline that the training rows give more than one label."""

    text: str
    labels: Mapping[str, int]


@dataclass(frozen=True)
class Cleaned:
    """What is left of the training rows, and what went, and why.

    Every row that went is counted once, under the first reason that applies, in this order: it recurs, its story
    does, it carries two labels, it is a duplicate.

    Attributes
    ----------
    rows
        What is left, in the order it came in.
    recurrences
        By name of the given file's split; a headline may recur in both.
    recurring_rows
        Rows dropped for that.
    story_rows
        Rows dropped because their story stands in a given file, where stories are to be kept apart.
    two_labelled
        The first such headlines, at most `LISTED`.
    two_labelled_headlines, two_labelled_rows
        How many there are, and the rows dropped for it: all that carry one.
    exact_duplicates, normalised_duplicates
        Rows dropped because an earlier row has the same headline, or only the same key.
    """

    rows: list[Row]
    recurrences: dict[str, Recurrence]
    recurring_rows: int
    story_rows: int
    two_labelled: list[TwoLabelled]
    two_labelled_headlines: int
    two_labelled_rows: int
    exact_duplicates: int
    normalised_duplicates: int


def clean(rows: Sequence[Row], given: Mapping[str, Sequence[Row]], *, stories_apart: bool = False) -> Cleaned:
    """Drop training rows that recur in a given file, carry two labels, or are duplicates.

    The given rows are only looked at. Which headlines are the same is decided by
    `training.data.key.headline_key`.

    Parameters
    ----------
    rows
        Training rows, labels by name.
    given
        Rows of the given validation and test files, by split.
    stories_apart
        Whether rows whose story stands in a given file go too.
    """
    keyed = [(headline_key(row.text), row) for row in rows]
    recurrences = {split: _recurrence(keyed, others) for split, others in given.items()}
    held_keys = {headline_key(row.text) for others in given.values() for row in others}
    held_stories = {row.story for others in given.values() for row in others if stories_apart and row.story}
    new = [(key, row) for key, row in keyed if key not in held_keys]
    apart = [(key, row) for key, row in new if row.story not in held_stories]
    two_labelled = _two_labelled(apart)
    clear = [(key, row) for key, row in apart if key not in two_labelled]
    first: dict[str, Row] = {}
    for key, row in clear:
        first.setdefault(key, row)
    distinct = len({row.text for _, row in clear})
    return Cleaned(
        rows=list(first.values()),
        recurrences=recurrences,
        recurring_rows=len(keyed) - len(new),
        story_rows=len(new) - len(apart),
        two_labelled=list(two_labelled.values())[:LISTED],
        two_labelled_headlines=len(two_labelled),
        two_labelled_rows=len(apart) - len(clear),
        exact_duplicates=len(clear) - distinct,
        normalised_duplicates=distinct - len(first),
    )


def _recurrence(keyed: Sequence[tuple[str, Row]], others: Sequence[Row]) -> Recurrence:
    texts = {row.text for row in others}
    keys = {headline_key(text) for text in texts}
    exact = [row.text for _, row in keyed if row.text in texts]
    normalised = [key for key, _ in keyed if key in keys]
    return Recurrence(Matches(len(set(exact)), len(exact)), Matches(len(set(normalised)), len(normalised)))


def _two_labelled(keyed: Sequence[tuple[str, Row]]) -> dict[str, TwoLabelled]:
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, str] = {}
    for key, row in keyed:
        labels[key][row.label] += 1
        texts.setdefault(key, row.text)
    return {key: TwoLabelled(texts[key], dict(found)) for key, found in labels.items() if len(found) > 1}
