"""A shared training for a person and for a program."""

from pathlib import Path
from typing import Any

from benchmarks.distribution_figures import (
    BYTES,
    INSTANCES,
    NETWORKS,
    Distribution,
    communication,
    step_time,
    worthwhile,
)
from benchmarks.distribution_plot import plot_distribution
from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from training.report.markdown import paragraphs, table

NAME = "distribution"
HEADER = ["", "headlines/s", "seconds per step", "times one process"]


def write_report(folder: Path, found: Distribution) -> None:
    """Write `distribution.md`, `distribution.json` and `distribution.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    plot_distribution(found, folder / f"{NAME}.png")


def terminal_table(found: Distribution) -> str:
    """Return what was measured in columns of even width."""
    return aligned([HEADER, *_rows(found)])


def _rows(found: Distribution) -> list[list[str]]:
    return [
        [
            sharing.name,
            f"{found.rate(sharing):.1f}",
            f"{sharing.step:.3f}",
            f"{found.ratio(sharing):.2f}x",
        ]
        for sharing in found.sharings
    ]


def _markdown(found: Distribution) -> str:
    settings = "\n".join(f"- {sharing.name}: {sharing.setting}" for sharing in found.sharings)
    alone = found.sharings[0]
    megabytes = found.weights * BYTES / 1e6
    text = paragraphs(
        "# A training that is shared",
        f"The network of the recipe `{found.recipe}`, {found.batch_size} headlines a step over all processes "
        f"together. All ways run at once and train in turns, a few steps each; median of {len(alone.rounds)} "
        "rounds, the ratio too. Validation and checkpoints are not in the time.",
        "## Measured",
        table(HEADER, _rows(found)),
        f"All of them share the same {found.machine['cpus']} cores, on which others work too. Two processes can "
        "do no more than the machine has: what is missing from twice as fast is what they tell each other, and "
        "what they take from each other.",
        f"How each was run:\n\n{settings}",
        "## Computed",
        f"Of the time of a step, not measured: `compute / N + 2 (N - 1) / N x gradients / bandwidth`, with the "
        f"{alone.step:.3f} s of one process as `compute` and {megabytes:.1f} MB of gradients ({found.weights:,} "
        "weights of 4 bytes). Left out are latency, the update of the weights, which each does for itself, and "
        "that communication may overlap with computation.",
        table(
            ["instances", *(f"{gigabits} Gbit/s" for gigabits in NETWORKS)],
            [
                [str(number), *(_computed(found, number, gigabits) for gigabits in NETWORKS)]
                for number in INSTANCES
            ],
        ),
        "Times as fast as one and, in brackets, the instance-hours of the same training as a multiple of one's.",
        table(
            ["seconds per step", *(f"{gigabits} Gbit/s" for gigabits in NETWORKS)],
            [
                [
                    "that two communicate",
                    *(f"{communication(found.weights, 2, gigabits):.3f}" for gigabits in NETWORKS),
                ],
                [
                    "that one alone takes at least, for two to be faster",
                    *(f"{worthwhile(found.weights, gigabits):.3f}" for gigabits in NETWORKS),
                ],
            ],
        ),
        f"![Speed and cost against instances]({NAME}.png)",
        sentence(found.machine),
    )
    return text + "\n"


def _computed(found: Distribution, instances: int, gigabits: float) -> str:
    alone = found.sharings[0].step
    faster = alone / step_time(alone, found.weights, instances, gigabits)
    return f"{faster:.2f}x ({instances / faster:.2f})"


def _content(found: Distribution) -> dict[str, Any]:
    alone = found.sharings[0].step
    return {
        "recipe": found.recipe,
        "batch_size": found.batch_size,
        "weights": found.weights,
        "machine": found.machine,
        "measured": [
            {
                "name": sharing.name,
                "setting": sharing.setting,
                "headlines_per_second": round(found.rate(sharing), 2),
                "seconds_per_step": round(sharing.step, 4),
                "ratio_to_one_process": round(found.ratio(sharing), 3),
                "rounds": [round(seconds, 4) for seconds in sharing.rounds],
            }
            for sharing in found.sharings
        ],
        "computed": [
            {
                "instances": number,
                "gigabits_per_second": gigabits,
                "seconds_per_step": round(step_time(alone, found.weights, number, gigabits), 4),
                "communication": round(communication(found.weights, number, gigabits), 4),
            }
            for gigabits in NETWORKS
            for number in INSTANCES
        ],
    }
