"""What says nothing about the desk leaves the label as it is (invariance tests, Ribeiro et al. 2020)."""

from collections.abc import Sequence

from training.behaviour.answers import Answers
from training.behaviour.cases import Change, Invariance, Swap
from training.behaviour.change import CHANGES, filled
from training.behaviour.check import Check, Failure, share_kept
from training.behaviour.errors import BehaviourError

TEST = "invariance"


def check_invariance(
    invariance: Invariance, headlines: Sequence[str], answers: Answers
) -> tuple[list[Check], list[Failure]]:
    """Return a check per change and per swap, and the texts whose label moved.

    Raises
    ------
    BehaviourError
        If a change alters none of the headlines.
    """
    checks, failures = [], []
    for name, change in invariance.changes.items():
        pairs = _changed(change, headlines)
        if not pairs:
            raise BehaviourError(f"invariance.yaml: {name!r} alters none of the {len(headlines)} headlines")
        before, after = (answers(list(texts)) for texts in zip(*pairs, strict=True))
        moved = [
            Failure(TEST, name, text, old.predicted_label, f"{new.predicted_label} {new.confidence:.2f}")
            for (_, text), old, new in zip(pairs, before, after, strict=True)
            if new.predicted_label != old.predicted_label
        ]
        checks.append(Check(TEST, name, share_kept(moved, pairs), change.least, len(pairs)))
        failures += moved
    for name, swap in invariance.swaps.items():
        rows = _swapped(swap)
        moved = [
            Failure(TEST, name, text, label, f"{answer.predicted_label} {answer.confidence:.2f}")
            for (label, text), answer in zip(rows, answers([text for _, text in rows]), strict=True)
            if answer.predicted_label != label
        ]
        checks.append(
            Check(TEST, name, share_kept(moved, rows), swap.least, len(rows), detail="names swapped")
        )
        failures += moved
    return checks, failures


def _changed(change: Change, headlines: Sequence[str]) -> list[tuple[str, str]]:
    """Return each headline with what becomes of it, where that is something else."""
    if change.templates:
        return [
            (text, filled(template, "headline", text)) for template in change.templates for text in headlines
        ]
    apply = CHANGES[change.change or ""]
    return [(text, apply(text)) for text in headlines if apply(text) != text]


def _swapped(swap: Swap) -> list[tuple[str, str]]:
    """Return each headline with each name, behind its label."""
    return [
        (label, filled(template, "name", name))
        for label, templates in swap.headlines.items()
        for template in templates
        for name in swap.names
    ]
