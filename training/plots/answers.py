"""Which model answered while one took over from another, as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.plots.style import FAINT, MARKERS, SERIES, drawing


@dataclass(frozen=True)
class Answer:
    """An answer to one request.

    Attributes
    ----------
    at
        When it came, in seconds of any clock.
    took
        Seconds from the request until then.
    by
        Version of the model that gave it.
    """

    at: float
    took: float
    by: str


def plot_answers(
    answers: Sequence[Answer], events: Sequence[tuple[float, str]], title: str, path: Path
) -> None:
    """Draw a point for each answer, over time, by the model that gave it.

    Parameters
    ----------
    answers
        In any order, by four models at most.
    events
        What happened meanwhile: when, on the clock of the answers, and what.
    title
        Above the picture.
    path
        PNG to write.
    """
    began = min(answer.at for answer in answers)
    with drawing(path, 7.2, 4.2) as axes:
        for row, (moment, event) in enumerate(sorted(events)):
            axes.axvline(moment - began, color=FAINT, linestyle="--", linewidth=1, zorder=0)
            axes.annotate(
                event,
                (moment - began, 1),
                xycoords=axes.get_xaxis_transform(),
                xytext=(4, -10 - 13 * row),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        for index, by in enumerate(sorted({answer.by for answer in answers})):
            given = [answer for answer in answers if answer.by == by]
            axes.plot(
                [answer.at - began for answer in given],
                [1000 * answer.took for answer in given],
                linestyle="",
                marker=MARKERS[index],
                markersize=4,
                markerfacecolor=SERIES[index] if index % 2 == 0 else "white",
                color=SERIES[index],
                label=f"{by}, {len(given):,} answers",
            )
        axes.set_yscale("log")
        low, high = (limit(1000 * answer.took for answer in answers) for limit in (min, max))
        axes.set_ylim(low / 1.5, 6 * high)  # the events stand above the highest point
        axes.yaxis.set_major_formatter("{x:,g}")
        axes.set_xlabel("seconds")
        axes.set_ylabel("milliseconds until the answer")
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, fontsize=9)
        axes.set_title(title)
