"""Labels: from what a file says to the names a person reads, and their order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.data.errors import DataError

CODES = {"b": "Business", "t": "Science", "e": "Entertainment", "m": "Health"}
"""The corpus's own categories. `t` is "science and technology" there; the original project calls it Science."""

KNOWN = tuple(CODES.values())


@dataclass(frozen=True)
class LabelMap:
    """What becomes of a label as it stands in a file.

    Attributes
    ----------
    names
        Label in the file -> label name.
    allowed
        The only label names there may be; None when the data decides.
    """

    names: Mapping[str, str]
    allowed: tuple[str, ...] | None

    def name(self, label: str) -> str | None:
        """Return the label's name, or None when it is not one of those allowed."""
        name = self.names.get(label, label)
        return name if self.allowed is None or name in self.allowed else None


def label_map(
    found: Mapping[str, int], *, corpus: bool, labels: Sequence[str] | None, names: Mapping[str, str]
) -> LabelMap:
    """Decide what the labels of a data set mean.

    Without `labels`, the corpus's four are meant when the files are in one of its forms, when at least half of the
    rows carry one of its four codes, or when some do and the others carry its four names; any other label is then
    unknown. Otherwise the labels are the user's own, whatever they are.

    Parameters
    ----------
    found
        Training rows by label, as it stands in the files.
    corpus
        Whether the files are in a form that only the corpus has.
    labels
        The user's label names, in order, or None.
    names
        The user's renamings, label in the file -> label name.

    Raises
    ------
    DataError
        If `labels` are not two or more distinct names, or a renaming leads to none of them.
    """
    if labels is not None:
        _check(labels)
        for label, name in names.items():
            if name not in labels:
                raise DataError(f"--map {label}={name}: {name!r} is not one of {', '.join(labels)}")
        codes = {code: name for code, name in CODES.items() if name in labels and code not in labels}
        return LabelMap({**codes, **names}, tuple(labels))
    coded = sum(found.get(code, 0) for code in CODES if code not in names)
    mixed = coded and all(label in CODES or names.get(label, label) in KNOWN for label in found)
    if corpus or mixed or 2 * coded >= sum(found.values()) > 0:
        return LabelMap({**CODES, **names}, tuple(dict.fromkeys([*KNOWN, *names.values()])))
    return LabelMap(names, None)


def ordered(present: Collection[str], labels: Sequence[str] | None) -> tuple[str, ...]:
    """Return the labels of the training rows in the order of the model's outputs.

    The user's order if there is one; Business, Science, Entertainment, Health if there are no others; by name
    otherwise.

    Raises
    ------
    DataError
        If a label has no training row, there are fewer than two, or two differ by case alone.
    """
    for label in labels or ():
        if label not in present:
            raise DataError(f"label {label!r} has no training row")
    if len(present) < 2:
        raise DataError(f"a classifier needs two or more labels, the training rows have {_listing(present)}")
    _check_case(present)
    if labels is not None:
        return tuple(labels)
    return (
        tuple(name for name in KNOWN if name in present)
        if set(present) <= set(KNOWN)
        else tuple(sorted(present))
    )


def _check(labels: Sequence[str]) -> None:
    if len(labels) < 2 or len(set(labels)) < len(labels) or not all(map(str.strip, labels)):
        raise DataError(f"--labels: {', '.join(map(repr, labels))} are not two or more distinct names")


def _check_case(present: Iterable[str]) -> None:
    by_case: dict[str, str] = {}
    for label in sorted(present):
        other = by_case.setdefault(label.casefold(), label)
        if other != label:
            raise DataError(
                f"labels {other!r} and {label!r} differ by case alone; join them with --map '{other}={label}'"
            )


def _listing(labels: Collection[str]) -> str:
    return f"only {', '.join(map(repr, labels))}" if labels else "none"
