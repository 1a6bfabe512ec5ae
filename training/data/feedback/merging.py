"""Corrections and the headlines of the files, put together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from model.headline import headline_hash
from training.data.feedback.correction import Correction
from training.data.key import headline_key
from training.data.row import Row
from training.data.splitting import TEST, TRAIN, VALID


@dataclass(frozen=True)
class Relabelled:
    """A correction that changed rows of the files, and the labels these had, with how many rows had each."""

    correction: Correction
    labels: Mapping[str, int]


@dataclass(frozen=True)
class Disputed:
    """A headline whose corrections name different labels.

    Attributes
    ----------
    headline_key
        Of the correction that counts.
    label
        The label that counts.
    labels
        How many corrections name each.
    """

    headline_key: str
    label: str
    labels: Mapping[str, int]


@dataclass(frozen=True)
class Merged:
    """Training rows with the labels that people gave them, and what became of every correction.

    Each correction is in one of the lists from `relabelled` to `test`.

    Attributes
    ----------
    rows
        The rows of the training files, in their order.
    added
        Rows for headlines that the training files do not have, the oldest correction first.
    relabelled, already_right
        Corrections that changed a label of the files, and those that found their own there.
    new
        Corrections that brought a row of `added`.
    superseded
        Those of a headline that has a newer one.
    not_found
        Those without a text, of a headline that is in no file.
    valid, test
        Those of a headline of a given validation or test file, which stays as it is; in both, it is of the test.
    disputed
        Headlines about which corrections differ, without those of a given file.
    settled
        Headlines that carry two labels in the training files, and one now.
    from_other
        Rows of `added` whose headline stands among the texts that belong to none of the labels.
    """

    rows: list[Row]
    added: list[Row]
    relabelled: list[Relabelled]
    already_right: list[Correction]
    new: list[Correction]
    superseded: list[Correction]
    not_found: list[Correction]
    valid: list[Correction]
    test: list[Correction]
    disputed: list[Disputed]
    settled: int
    from_other: int


def merge(
    corrections: Sequence[Correction], rows: Mapping[str, Sequence[Row]], other: Sequence[Row] = ()
) -> Merged:
    """Give the training rows the labels that people gave them, and add headlines that only people named.

    A correction is of every row with the same `training.data.key.headline_key`, and outranks the labels of them
    all. Of several corrections of one headline the newest counts: it is how a person takes back an earlier one,
    and since nobody's name is kept, a majority would be one of clicks. The order of corrections has no say, and
    merging what is merged once more changes nothing.

    Parameters
    ----------
    corrections
        Labels by name.
    rows
        Rows by split: training, and what else was given as a file.
    other
        Texts that belong to none of the labels; one that a correction gives a label becomes a training row.
    """
    corrections = sorted(corrections, key=lambda correction: correction.rank)
    texts = _texts(corrections, chain(*rows.values(), other))
    by_headline: defaultdict[str, list[Correction]] = defaultdict(list)
    not_found: list[Correction] = []
    for correction in corrections:
        text = texts.get(correction.headline_key)
        if text is None:
            not_found.append(correction)
        else:
            by_headline[headline_key(text)].append(correction)
    of_given = {
        name: [one for key in _present(by_headline, rows.get(name, ())) for one in by_headline.pop(key)]
        for name in (TEST, VALID)
    }
    newest = {key: found[-1] for key, found in by_headline.items()}
    changed, before = _relabel(rows[TRAIN], newest)
    wrong = {key for key, labels in before.items() if set(labels) != {newest[key].label}}
    new = {key: correction for key, correction in newest.items() if key not in before}
    return Merged(
        rows=changed,
        added=[_row(correction, texts[correction.headline_key]) for correction in new.values()],
        relabelled=[Relabelled(newest[key], dict(before[key])) for key in newest if key in wrong],
        already_right=[newest[key] for key in newest if key in before and key not in wrong],
        new=list(new.values()),
        superseded=[correction for found in by_headline.values() for correction in found[:-1]],
        not_found=not_found,
        valid=of_given[VALID],
        test=of_given[TEST],
        disputed=_disputed(by_headline.values()),
        settled=sum(len(labels) > 1 for labels in before.values()),
        from_other=len(_present(new, other)),
    )


def _texts(corrections: Iterable[Correction], rows: Iterable[Row]) -> dict[str, str]:
    """Return the headline behind each `headline_key`, from the corrections themselves or from the rows."""
    texts: dict[str, str] = {}
    wanted: set[str] = set()
    for correction in corrections:
        if correction.text is None:
            wanted.add(correction.headline_key)
        else:
            texts[correction.headline_key] = correction.text
    wanted -= texts.keys()
    if wanted:
        for row in rows:
            found = headline_hash(row.text)
            if found in wanted:
                texts[found] = row.text
    return texts


def _present(keys: Iterable[str], rows: Iterable[Row]) -> list[str]:
    held = {headline_key(row.text) for row in rows}
    return [key for key in keys if key in held]


def _relabel(
    rows: Sequence[Row], newest: Mapping[str, Correction]
) -> tuple[list[Row], dict[str, Counter[str]]]:
    """Return the rows with the labels of the corrections, and the labels they had, by headline."""
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    changed = list(rows)
    for index, row in enumerate(rows):
        key = headline_key(row.text)
        correction = newest.get(key)
        if correction is not None:
            before[key][row.label] += 1
            changed[index] = row._replace(label=correction.label)
    return changed, before


def _row(correction: Correction, text: str) -> Row:
    return Row(correction.file, correction.number, text, correction.label, timestamp=correction.created)


def _disputed(groups: Iterable[Sequence[Correction]]) -> list[Disputed]:
    disputed: list[Disputed] = []
    for found in groups:
        labels = Counter(correction.label for correction in found)
        if len(labels) > 1:
            disputed.append(Disputed(found[-1].headline_key, found[-1].label, dict(labels)))
    return disputed
