"""A correction: which label a person gives a headline that the model answered on."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from model.headline import headline_hash, normalise
from training.data.row import BadRow, shown

KEYS = (
    "id",
    "headline_key",
    "headline",
    "label",
    "model",
    "version",
    "predicted_label",
    "created",
    "expires",
)
"""What the service keeps of a correction, in the order in which a line has it."""

_NEEDED = ("id", "headline_key", "label", "model", "version", "created")
_TEXTS = (*_NEEDED, "headline", "predicted_label")
_HEADLINE_KEY = re.compile("[0-9a-f]{64}")


class Correction(NamedTuple):
    """One correction.

    Attributes
    ----------
    file, number
        Name of its source, and its row there, from 1.
    id
        What the service knows it by.
    headline_key
        See `model.headline.headline_hash`.
    text
        The headline, normalised; None where the service keeps no texts.
    label
        The label that the person gave, as it stands in the source or, later, its name.
    model, version
        What had answered.
    predicted_label
        What it had said; None where that is not known.
    created
        When, as it stands in the source.
    moment
        The same in seconds since 1970.
    """

    file: str
    number: int
    id: str
    headline_key: str
    text: str | None
    label: str
    model: str
    version: str
    predicted_label: str | None
    created: str
    moment: float

    @property
    def rank(self) -> tuple[float, str, str, str, str, str]:
        """What the newest has most of; of two of the same moment, the id decides."""
        return self.moment, self.id, self.label, self.headline_key, self.model, self.version


def read_correction(file: str, number: int, content: Mapping[str, Any]) -> Correction | BadRow:
    """Return the correction of a row, or what is wrong with it; `expires` and other keys are not looked at."""
    for key in _TEXTS:
        value = content.get(key)
        if value is not None and not isinstance(value, str):
            return BadRow(file, number, f"{key!r} holds {shown(value)}, which is no text")
        if key in _NEEDED and not normalise(value or ""):
            return BadRow(file, number, f"no {key!r}")
    text = normalise(content.get("headline") or "") or None
    if problem := _wrong_key(content["headline_key"], text):
        return BadRow(file, number, problem)
    try:
        created = datetime.fromisoformat(content["created"])
    except ValueError:
        created = None
    if created is None or created.tzinfo is None:
        return BadRow(
            file, number, f"'created' {shown(content['created'])} is no ISO 8601 time with an offset"
        )
    return Correction(
        file,
        number,
        content["id"],
        content["headline_key"],
        text,
        normalise(content["label"]),
        content["model"],
        content["version"],
        content.get("predicted_label"),
        content["created"],
        created.timestamp(),
    )


def _wrong_key(key: str, text: str | None) -> str | None:
    if not _HEADLINE_KEY.fullmatch(key):
        return f"'headline_key' {shown(key)} is no SHA-256 in hexadecimal"
    if text is not None and headline_hash(text) != key:
        return f"'headline_key' {shown(key)} is not that of its headline"
    return None
