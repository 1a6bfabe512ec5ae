"""One labelled headline, and a row that failed to be one."""

from typing import NamedTuple

COLUMNS = ("story", "publisher", "hostname", "timestamp")
"""What a source may know about a headline beside its label."""

SHOWN = 80
"""Characters of a bad value that a message shows."""


class Row(NamedTuple):
    """One labelled headline, or a text that belongs to none of the labels.

    Attributes
    ----------
    file
        Name of the file it stands in.
    number
        Its row in that file, from 1; a header is row 1. Where no field holds a line break, this is the line.
    text
        The headline, as `model.headline.normalise` leaves it.
    label
        The label, as it stands in the file or, later, its name; empty for a text that belongs to none.
    story, publisher, hostname, timestamp
        What else the file says; None where it says nothing.
    """

    file: str
    number: int
    text: str
    label: str
    story: str | None = None
    publisher: str | None = None
    hostname: str | None = None
    timestamp: str | None = None


class BadRow(NamedTuple):
    """A row that cannot be used: where it is, and the value that is wrong."""

    file: str
    number: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.number}: {self.problem}"


def shown(value: object) -> str:
    """Return a value as a message shows it: quoted, escaped, and cut after `SHOWN` characters."""
    text = str(value)
    return ascii(text if len(text) <= SHOWN else text[:SHOWN] + "...")
