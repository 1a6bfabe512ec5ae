"""Speed and cost against instances as a picture."""

from pathlib import Path
from typing import Any

from benchmarks.distribution_figures import INSTANCES, NETWORKS, Distribution, step_time
from training.plots.style import INK, SERIES, drawing


def plot_distribution(found: Distribution, path: Path) -> None:
    """Draw how many times as fast, and at how many times the cost, by the network between the instances.

    Parameters
    ----------
    found
        What was measured, from which the rest is computed.
    path
        PNG to write.
    """
    alone = found.sharings[0].step
    with drawing(path, 11.2, 4.4, ncols=2, squeeze=False) as axes:
        speed, cost = axes[0]
        for gigabits, colour in zip(NETWORKS, SERIES, strict=False):
            faster = [alone / step_time(alone, found.weights, number, gigabits) for number in INSTANCES]
            label = f"{gigabits} Gbit/s, computed"
            speed.plot(INSTANCES, faster, color=colour, marker="o", markersize=4, label=label)
            hours = [number / times for number, times in zip(INSTANCES, faster, strict=True)]
            cost.plot(INSTANCES, hours, color=colour, marker="o", markersize=4, label=label)
        for sharing in found.sharings:
            if sharing.instances > 1:
                measured = {
                    "color": INK,
                    "marker": "x",
                    "s": 60,
                    "zorder": 5,
                    "label": f"{sharing.instances} on one machine, measured",
                }
                speed.scatter([sharing.instances], [found.ratio(sharing)], **measured)
                cost.scatter([sharing.instances], [sharing.instances / found.ratio(sharing)], **measured)
        _axis(speed, "times as fast as one")
        _axis(cost, "instance-hours, times those of one")
        speed.legend(frameon=False)
        speed.figure.suptitle(
            f"{alone:.2f} s per step on one, {found.weights / 1e6:.1f} million weights", x=0.06, ha="left"
        )


def _axis(axis: Any, label: str) -> None:
    axis.set_xlabel("instances")
    axis.set_ylabel(label)
    axis.set_xscale("log", base=2)
    axis.set_xticks(INSTANCES, [str(number) for number in INSTANCES])
    axis.set_ylim(bottom=0)
    axis.grid(color="#d9dde2")
    axis.set_axisbelow(True)
