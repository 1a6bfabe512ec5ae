"""A correction: what a person says the label of a headline is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it is kept.

    Attributes
    ----------
    id
        By which it is known: the same one again is no second one.
    headline_key
        SHA-256 of the normalised headline in UTF-8, in hexadecimal.
    label
        The right one.
    model, version
        Which model has answered, or would have.
    created
        When it came, in ISO 8601: UTC, with milliseconds.
    expires
        When it goes, in seconds since 1970.
    predicted_label
        What the model said, where that is known.
    headline
        Only where text is kept.
    """

    id: str
    headline_key: str
    label: str
    model: str
    version: str
    created: str
    expires: int
    predicted_label: str | None = None
    headline: str | None = None

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> "Correction":
        """Read what `item` has returned; what somebody has added to it is passed over.

        Raises
        ------
        TypeError
            If it lacks something.
        """
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in item.items() if name in names})

    def item(self) -> dict[str, str | int]:
        """Return what there is, by name; what is unknown or not kept is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def says_the_same_as(self, other: "Correction") -> bool:
        """Tell whether both call the same headline the same, of the same model."""
        return self._said == other._said

    @property
    def created_at(self) -> int:
        """When it came, in seconds since 1970."""
        return int(datetime.fromisoformat(self.created).timestamp())

    @property
    def _said(self) -> tuple[str, ...]:
        return (self.headline_key, self.label, self.model, self.version)
