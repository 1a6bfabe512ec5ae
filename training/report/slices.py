"""How right a model is on parts of the headlines."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from training.bootstrap import Estimate, share
from training.plots import Line, plot_estimates
from training.report.answers import Answers
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section
from training.report.slicing import SLICINGS, Slicing

DRAWN = 20
"""Headlines a slice needs to be drawn: the interval of a smaller one would be all there is to see."""


class Slice(NamedTuple):
    """A part of the headlines: its name, how many they are, and the accuracy on them."""

    name: str
    rows: int
    accuracy: Estimate


def slices(measured: Sequence[Answers]) -> Section:
    """Return the accuracy by label, length, casing, publisher and time of day.

    Parameters
    ----------
    measured
        What was measured; each has tables and a picture of its own.
    """
    parts, content, pictures = [], {}, []
    for position, answers in enumerate(measured):
        found = {way: _slices(answers, slicing(answers)) for way, slicing in SLICINGS.items()}
        known = {way: members for way, members in found.items() if members}
        unknown = [way for way in found if way not in known]
        overall = float(answers.correct.mean())
        parts += [
            f"### {answers.name}: {len(answers):,} headlines, accuracy {overall:.3f}",
            table(["by", "slice", "headlines", "accuracy", ""], _rows(known, overall)),
            f"Left out, for {answers.name} does not know it: {', '.join(unknown)}." if unknown else "",
        ]
        content[answers.name] = {
            "rows": len(answers),
            "accuracy": overall,
            "slices": {
                way: {
                    name: {"rows": rows, "accuracy": accuracy.as_dict()} for name, rows, accuracy in members
                }
                for way, members in known.items()
            },
            "left_out": unknown,
        }
        if lines := _lines(known):
            pictures.append(
                Picture(
                    f"slices-{position + 1}.png" if position else "slices.png",
                    f"Accuracy by slice on {answers.name}",
                    partial(
                        plot_estimates,
                        lines,
                        ["accuracy"],
                        f"accuracy of slices of {DRAWN} headlines and more (dashed: of all)",
                        f"Slices of {answers.name}",
                        reference=overall,
                    ),
                )
            )
    note = (
        "The intervals are Wilson's. An arrow marks a slice whose interval lies below or above the accuracy of "
        "all headlines; of twenty slices, one may do so by chance. They take headlines for independent, which "
        "those of one story are not: with stories, they are too narrow."
    )
    return Section("slices", "Slices", paragraphs(note, *parts), content, pictures)


def _slices(answers: Answers, slicing: Slicing) -> list[Slice]:
    correct: dict[str, list[bool]] = {name: [] for name in slicing.order}
    for member, right in zip(slicing.members, answers.correct.tolist(), strict=True):
        if member is not None:
            correct[member].append(right)
    return [Slice(name, len(rows), share(sum(rows), len(rows))) for name, rows in correct.items() if rows]


def _rows(known: Mapping[str, Sequence[Slice]], overall: float) -> list[list[object]]:
    return [
        [way, name, f"{rows:,}", accuracy, _arrow(accuracy, overall)]
        for way, members in known.items()
        for name, rows, accuracy in members
    ]


def _arrow(accuracy: Estimate, overall: float) -> str:
    if accuracy.high is not None and accuracy.high < overall:
        return "↓"
    return "↑" if accuracy.low is not None and accuracy.low > overall else ""


def _lines(known: Mapping[str, Sequence[Slice]]) -> list[Line]:
    return [
        Line(name, [accuracy], note=f"{rows:,}", group=way)
        for way, members in known.items()
        for name, rows, accuracy in members
        if rows >= DRAWN
    ]
