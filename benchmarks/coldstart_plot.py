"""The time to the first answer as a picture."""

from pathlib import Path

from benchmarks.coldstart_figures import ColdStarts
from benchmarks.contenders import OURS
from training.plots.style import INK, SERIES, drawing


def plot_starts(found: ColdStarts, path: Path) -> None:
    """Draw a bar for each function, with the middle half of its starts, into a PNG."""
    rows = list(reversed(found.rows))
    with drawing(path, 8.0, 0.6 * len(rows) + 1.2) as axes:
        for place, row in enumerate(rows):
            low, high = row.timing.middle
            color = SERIES[0] if row.name.startswith(OURS) else SERIES[2]
            axes.barh(place, row.milliseconds, height=0.6, color=color)
            axes.plot((low, high), (place, place), color=INK, linewidth=2)
            axes.annotate(
                f" {row.milliseconds:,.0f} ms", (max(high, row.milliseconds), place), va="center", fontsize=10
            )
        axes.set_yticks(range(len(rows)), [row.name for row in rows])
        axes.margins(x=0.14)
        axes.set_xlim(left=0)
        axes.set_xlabel("milliseconds from the new process to its first answer")
        axes.set_title(f"{found.model}: the start of the function")
