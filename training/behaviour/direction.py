"""Words that speak for a label raise its score (directional expectation tests, Ribeiro et al. 2020)."""

import numpy as np

from training.behaviour.answers import Answers
from training.behaviour.cases import Direction
from training.behaviour.change import filled
from training.behaviour.check import Check, Failure, share_kept

TEST = "direction"


def check_direction(direction: Direction, answers: Answers) -> tuple[list[Check], list[Failure]]:
    """Return a check per kind of words and the texts in which they did not raise the score."""
    checks, failures = [], []
    for name, push in direction.changes.items():
        pairs = [
            (text, filled(template, "headline", text))
            for template in push.templates
            for text in direction.headlines
        ]
        before, after = (
            [answer.scores[push.raises] for answer in answers(list(texts))]
            for texts in zip(*pairs, strict=True)
        )
        failed = [
            Failure(TEST, name, text, f"{push.raises} above {old:.2f}", f"{new:.2f}")
            for (_, text), old, new in zip(pairs, before, after, strict=True)
            if new <= old
        ]
        rise = float(np.mean(np.subtract(after, before)))
        checks.append(
            Check(
                TEST,
                name,
                share_kept(failed, pairs),
                push.least,
                len(pairs),
                detail=f"raises {push.raises} by {rise:.2f} on average",
            )
        )
        failures += failed
    return checks, failures
