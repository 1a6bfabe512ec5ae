"""What changes while a service is asked, as a picture."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from loadtest.answers import Answers
from loadtest.memory import Memory
from training.plots.style import DASHES, FAINT, SERIES, drawing


def plot_time(
    answers: Answers, title: str, path: Path, *, memory: Memory | None = None, ends: Sequence[float] = ()
) -> None:
    """Draw the latency in each second of a phase, and below it what was answered, or the memory.

    Parameters
    ----------
    answers
        Of the phase.
    title
        Above the picture.
    path
        PNG to write.
    memory
        Of the service; without it, what was answered in each second is drawn.
    ends
        Seconds at which the load changes: lines.
    """
    right = answers.right
    seconds = int(max((one.due for one in right), default=0)) + 1
    by_second: list[list[float]] = [[] for _ in range(seconds)]
    for one in right:
        by_second[int(one.due)].append(one.milliseconds)
    with drawing(path, 7.2, 5.0, nrows=2, sharex=True, height_ratios=[2, 1]) as (times, below):
        for percentile, color, line in zip((50, 99), SERIES, DASHES, strict=False):
            drawn = [np.percentile(one, percentile) if one else np.nan for one in by_second]
            times.plot(
                np.arange(seconds) + 0.5,
                drawn,
                color=color,
                linestyle=line,
                linewidth=2,
                label=f"p{percentile}",
            )
        times.set_ylim(0, times.get_ylim()[1] * 1.25)  # room for the legend
        times.set_ylabel("milliseconds")
        times.grid(axis="y")
        times.legend(loc="upper right", ncols=2, fontsize=9)
        times.set_title(title)
        if memory is None:
            ended = [one.ended for one in right]
            counts, edges = np.histogram(ended, bins=np.arange(int(max(ended, default=0)) + 2))
            below.stairs(counts, edges, color=SERIES[0], linewidth=2)
            below.set_ylabel("answered\nper second")
        else:
            for (part, megabytes), color, line in zip(memory.megabytes.items(), SERIES, DASHES, strict=False):
                below.plot(memory.seconds, megabytes, color=color, linestyle=line, linewidth=2, label=part)
            below.set_ylabel("memory, MB")
            below.legend(loc="upper right", ncols=2, fontsize=9)
        below.set_ylim(0, below.get_ylim()[1] * (1.15 if memory is None else 1.6))  # room for the legend
        below.set_xlabel("seconds")
        below.grid(axis="y")
        for axes in (times, below):
            for end in ends:
                axes.axvline(end, color=FAINT, linestyle=":", linewidth=1.2)
