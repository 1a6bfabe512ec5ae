"""Texts of no desk are told from headlines, and left to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.behaviour.answers import Answers
from training.behaviour.cases import Scope
from training.behaviour.check import Check, Failure
from training.behaviour.score import SCORES, Logits
from training.bootstrap import Estimate, Rows, Statistic, estimate

TEST = "out_of_scope"

Values = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class ScopeFigures:
    """How strange texts of no desk look to the model.

    Attributes
    ----------
    values
        Each score of the texts that are in scope (`minimum.yaml`) and out of scope, by the name of the score.
    auroc
        Of each score against `minimum.yaml`.
    auroc_of_headlines
        Of each score against other headlines, where some were given.
    gain
        Of each score: how far its AUROC is above that of `score`, on the same texts.
    groups
        Of each group, by name: the share marked `needs_review`, and the AUROC of `score`.
    score
        The one that is held to a bound.
    threshold
        Confidence below which the model asks for a review.
    """

    values: Mapping[str, tuple[Values, Values]]
    auroc: Mapping[str, Estimate]
    auroc_of_headlines: Mapping[str, Estimate]
    gain: Mapping[str, Estimate]
    groups: Mapping[str, tuple[float, float]]
    score: str
    threshold: float

    @property
    def best(self) -> str:
        """The score that tells best."""
        return max(self.auroc, key=lambda name: self.auroc[name].value)

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON content, without the scores of single texts."""
        return {
            "best_score": self.best,
            "auroc": {name: area.as_dict() for name, area in self.auroc.items()},
            "auroc_of_headlines": {name: area.as_dict() for name, area in self.auroc_of_headlines.items()},
            "gain": {name: gain.as_dict() for name, gain in self.gain.items()},
            "groups": {
                group: {"needs_review": review, "auroc": area}
                for group, (review, area) in self.groups.items()
            },
        }


def check_scope(
    scope: Scope, in_scope: Sequence[str], headlines: Sequence[str], answers: Answers
) -> tuple[list[Check], list[Failure], ScopeFigures]:
    """Tell texts of no desk from headlines.

    Parameters
    ----------
    scope
        The texts, and what is asked.
    in_scope
        Headlines that leave no doubt.
    headlines
        Others the AUROC is reported for, or none.
    answers
        Of the model.

    Returns
    -------
    checks
        AUROC, and the share marked for review on either side.
    failures
        Texts of no desk that passed, and headlines that did not.
    figures
    """
    strange = [text for texts in scope.texts.values() for text in texts]
    temperature = answers.classifier.manifest.temperature
    of_strange, of_scope, of_headlines = map(answers.logits, (strange, in_scope, headlines))
    values = {
        name: (score(of_scope, temperature), score(of_strange, temperature)) for name, score in SCORES.items()
    }
    areas = {name: auroc(*pair) for name, pair in values.items()}
    asked, kept = _review(strange, answers), _review(in_scope, answers)
    figures = ScopeFigures(
        values=values,
        auroc=areas,
        auroc_of_headlines=_other_areas(of_headlines, of_strange, temperature),
        gain={name: _gain(pair, values[scope.score]) for name, pair in values.items() if name != scope.score},
        groups=_groups(scope, values[scope.score], answers),
        score=scope.score,
        threshold=answers.classifier.manifest.threshold,
    )
    area = areas[scope.score]
    checks = [
        Check(
            TEST,
            f"AUROC of the {scope.score}",
            area.value,
            scope.least_auroc,
            len(strange) + len(in_scope),
            detail=str(area),
        ),
        Check(TEST, "out of scope, needs review", asked, scope.least_review, len(strange)),
        Check(TEST, "in scope, needs review", kept, scope.most_review_in_scope, len(in_scope), at_most=True),
    ]
    return checks, _failures(checks, strange, in_scope, answers), figures


def auroc(in_scope: Values, strange: Values) -> Estimate:
    """Return the chance that a score is higher in scope, ties counting half: the Mann-Whitney statistic.

    Parameters
    ----------
    in_scope, strange : ndarray of shape (texts,)
        The score of each text.
    """
    area, rows = _area(in_scope, strange)
    return estimate(area, rows)


def _area(in_scope: Values, strange: Values) -> tuple[Statistic, int]:
    """Return the area as a statistic of rows, and how many there are: first those in scope, then the strange."""
    values = np.concatenate([in_scope, strange])
    inside = np.arange(len(values)) < len(in_scope)

    def area(rows: Rows) -> float:
        ranks, within = rankdata(values[rows]), inside[rows]
        count = int(within.sum())
        pairs = count * (len(rows) - count)
        return float((ranks[within].sum() - count * (count + 1) / 2) / pairs) if pairs else 0.5

    return area, len(values)


def _gain(pair: tuple[Values, Values], reference: tuple[Values, Values]) -> Estimate:
    """Return how far the AUROC of one score is above that of another on the same texts."""
    (area, rows), (other, _) = _area(*pair), _area(*reference)
    return estimate(lambda chosen: area(chosen) - other(chosen), rows)


def _groups(scope: Scope, pair: tuple[Values, Values], answers: Answers) -> dict[str, tuple[float, float]]:
    in_scope, strange = pair
    found, start = {}, 0
    for group, texts in scope.texts.items():
        area, rows = _area(in_scope, strange[start : start + len(texts)])
        found[group] = (_review(texts, answers), area(np.arange(rows)))
        start += len(texts)
    return found


def _other_areas(of_headlines: Logits, of_strange: Logits, temperature: float) -> dict[str, Estimate]:
    if not len(of_headlines):
        return {}
    return {
        name: auroc(score(of_headlines, temperature), score(of_strange, temperature))
        for name, score in SCORES.items()
    }


def _review(texts: Sequence[str], answers: Answers) -> float:
    return sum(answer.needs_review for answer in answers(texts)) / len(texts)


def _failures(
    checks: Sequence[Check], strange: Sequence[str], in_scope: Sequence[str], answers: Answers
) -> list[Failure]:
    failures = []
    for check, texts, wanted in ((checks[1], strange, True), (checks[2], in_scope, False)):
        failures += [
            Failure(
                TEST,
                check.name,
                text,
                "needs review" if wanted else "no review",
                f"{answer.predicted_label} {answer.confidence:.2f}",
            )
            for text, answer in zip(texts, answers(texts), strict=True)
            if answer.needs_review is not wanted
        ]
    return failures
