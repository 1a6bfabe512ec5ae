"""The deletion test as a section of a report."""

from functools import partial

from training.deletion.cost import Cost
from training.deletion.deletion import WORDS, Deletion
from training.deletion.order import LEAST, LONGEST, MOST, RANDOM
from training.deletion.plots import plot_deletion
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section

NAMES = {
    MOST: "words of most weight",
    RANDOM: "words at random",
    LONGEST: "longest words",
    LEAST: "words of least weight",
}


def deletion_section(deletion: Deletion, cost: Cost) -> Section:
    """Return the tables, the content and the picture of the deletion test and of the cost."""
    counts = [f"{count} {'word' if count == 1 else 'words'}" for count in range(1, WORDS + 1)]
    reached = deletion.drops[MOST][0].value / deletion.best.value if deletion.best.value > 0 else 0.0
    return Section(
        "explanations",
        "Explanations",
        paragraphs(
            f"How far the score of the predicted label falls when words of a headline are left out: means over "
            f"{deletion.headlines:,} headlines with 95 % intervals, in points of probability.",
            table(
                ["left out", *counts],
                [[NAMES[order], *found] for order, found in deletion.drops.items()]
                + [["of most weight, beyond those at random", *deletion.advantage]],
            ),
            f"The single word whose loss costs most costs {deletion.best}; the word of most weight reaches "
            f"{reached:.0%} of that. An explanation leaves each word out once itself, so the column of one word "
            "tells how well it weighs what it saw; words left out together are new to it.",
            "Share of the headlines whose label changed:",
            table(["left out", *counts], [[NAMES[order], *found] for order, found in deletion.flips.items()]),
            f"An explanation asks the model {cost.calls:.1f} times, for {cost.texts:.1f} texts in all (headlines "
            f"have {cost.words:.1f} words on average), and takes {cost.explain_ms:.1f} ms, "
            f"{cost.in_answers} times one answer of {cost.classify_ms:.1f} ms: medians over {cost.headlines} "
            "headlines, in turns, one thread.",
        ),
        {**deletion.as_dict(), "cost": cost.as_dict()},
        [
            Picture(
                "explanations.png",
                "How far the score falls as words are left out",
                partial(plot_deletion, deletion),
            )
        ],
    )
