"""The cases: what each file holds, and what it may not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from model.headline import normalise
from training.behaviour.change import CHANGES, check_template
from training.behaviour.score import SCORES


def _headline(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text; put it in quotes")
    if not normalise(value):
        raise ValueError("is empty")
    return value


def _known_change(value: Any) -> Any:
    if value not in CHANGES:
        raise ValueError(f"{value!r} is not one of {', '.join(CHANGES)}")
    return value


def _known_score(value: Any) -> Any:
    if value not in SCORES:
        raise ValueError(f"{value!r} is not one of {', '.join(SCORES)}")
    return value


Text = Annotated[str, BeforeValidator(_headline)]
Texts = Annotated[list[Text], Field(min_length=1)]
OfHeadline = Annotated[Text, BeforeValidator(lambda value: check_template(value, "headline"))]
OfName = Annotated[Text, BeforeValidator(lambda value: check_template(value, "name"))]
Share = Annotated[float, Field(ge=0, le=1)]
ByLabel = Annotated[dict[str, Texts], Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Minimum(_Section):
    """`minimum.yaml`: headlines that leave no doubt, by label, and the share of each label's that must get it."""

    least: Share
    headlines: ByLabel

    def labels(self) -> Iterator[str]:
        yield from self.headlines

    def texts(self) -> list[str]:
        """Return the headlines of all labels."""
        return [text for texts in self.headlines.values() for text in texts]


class Change(_Section):
    """A change of a headline, by name or by templates, and the share of the labels that must stay."""

    least: Share
    change: Annotated[str | None, BeforeValidator(_known_change)] = None
    templates: Annotated[list[OfHeadline], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.change is None) == (self.templates is None):
            raise ValueError("needs either a change or templates")
        return self


class Swap(_Section):
    """Names of one kind, each put into each headline, and the share of them that must get the label."""

    least: Share
    names: Annotated[list[Text], Field(min_length=2)]
    headlines: Annotated[dict[str, Annotated[list[OfName], Field(min_length=1)]], Field(min_length=1)]


class Invariance(_Section):
    """`invariance.yaml`: what must not move the label."""

    changes: dict[str, Change] = {}
    swaps: dict[str, Swap] = {}

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.changes or self.swaps):
            raise ValueError("needs changes or swaps")
        return self

    def labels(self) -> Iterator[str]:
        for swap in self.swaps.values():
            yield from swap.headlines


class Push(_Section):
    """Words that speak for a label, and the share of headlines in which they must raise its score."""

    raises: str
    least: Share
    templates: Annotated[list[OfHeadline], Field(min_length=1)]


class Direction(_Section):
    """`direction.yaml`: what must raise a label's score, and the headlines it is added to."""

    headlines: Texts
    changes: Annotated[dict[str, Push], Field(min_length=1)]

    def labels(self) -> Iterator[str]:
        for push in self.changes.values():
            yield push.raises


class Scope(_Section):
    """`out_of_scope.yaml`: texts of no desk, in groups, and how well they must be told from headlines."""

    score: Annotated[str, BeforeValidator(_known_score)] = "confidence"
    least_auroc: Share
    least_review: Share
    most_review_in_scope: Share
    texts: ByLabel

    def labels(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True)
class Cases:
    """The tests of a folder; None for a file that is not there."""

    minimum: Minimum | None = None
    invariance: Invariance | None = None
    direction: Direction | None = None
    out_of_scope: Scope | None = None
