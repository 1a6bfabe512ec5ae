"""The trainings for a person and for a program."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.machine import sentence
from benchmarks.race_plot import plot_race
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from benchmarks.training_figures import REFERENCE, WIDEST, Race, Speed, Trainings
from training.report.markdown import paragraphs, table

NAME = "training"


def write_report(folder: Path, found: Trainings) -> None:
    """Write `training.md`, `training.json` and `training.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    plot_race(found.races, f"{found.train:,} headlines, from the base checkpoint", folder / f"{NAME}.png")


def terminal_table(found: Trainings) -> str:
    """Return both tables in columns of even width."""
    speeds = aligned([_speed_header(), *(_speed_cells(found, speed) for speed in found.speeds)])
    races = aligned([_race_header(found), *(_race_cells(found, race) for race in found.races)])
    return f"{speeds}\n\n{races}"


def _speed_header() -> list[str]:
    return ["", "headlines/s", f"over {WIDEST}", f"over {REFERENCE}"]


def _speed_cells(found: Trainings, speed: Speed) -> list[str]:
    ratios = (f"{found.ratio(speed, name):.1f}x" for name in (WIDEST, REFERENCE))
    return [speed.name, f"{speed.p50:.1f}", *ratios]


def _race_header(found: Trainings) -> list[str]:
    return [
        "",
        "trained on",
        "seconds",
        "accuracy at the end",
        f"at {found.target.headlines:,} headlines",
        f"seconds until {found.target.accuracy:.3f}",
        f"sooner than {REFERENCE}",
    ]


def _race_cells(found: Trainings, race: Race) -> list[str]:
    same, reached, sooner = (
        race.after(found.target.headlines),
        race.reached(found.target.accuracy),
        found.sooner(race),
    )
    return [
        race.name,
        f"{race.last.headlines:,}",
        f"{race.last.seconds:.1f}",
        f"{race.last.accuracy:.3f}",
        f"{same.accuracy:.3f}" if same else "",
        f"{reached.seconds:.1f}" if reached else "never",
        f"{sooner:.1f}x" if sooner else "",
    ]


def _markdown(found: Trainings) -> str:
    settings = "\n".join(f"- {speed.name}: {speed.setting}" for speed in found.speeds)
    text = paragraphs(
        "# Time to train",
        f"The same network, from the same base checkpoint (recipe `{found.recipe}`), on the same headlines, "
        f"trained in turns within one run. Median over {len(found.speeds[0].rates)} turns; validation and "
        "checkpoints are not in the time.",
        table(_speed_header(), [_speed_cells(found, speed) for speed in found.speeds]),
        "A headline counts once, however often a step reads it.",
        "## As accurate, how soon",
        f"{found.train:,} training headlines, the same for all, each way through the whole of its own schedule; "
        f"accuracy on {found.valid:,} of validation, measured with the clock stopped. At these sizes a point of "
        "accuracy is within chance.",
        table(_race_header(found), [_race_cells(found, race) for race in found.races]),
        f"![Accuracy against seconds of training]({NAME}.png)",
        f"How each was run:\n\n{settings}",
        sentence(found.machine),
    )
    return text + "\n"


def _content(found: Trainings) -> dict[str, Any]:
    return {
        "recipe": found.recipe,
        "machine": found.machine,
        "speeds": [
            {
                "name": speed.name,
                "setting": speed.setting,
                "headlines_per_second": round(speed.p50, 2),
                "turns": [round(rate, 2) for rate in speed.rates],
                "ratio_to_padded_512": round(found.ratio(speed, WIDEST), 2),
                "ratio_to_run_classification": round(found.ratio(speed, REFERENCE), 2),
            }
            for speed in found.speeds
        ],
        "race": {
            "train": found.train,
            "valid": found.valid,
            "target_accuracy": found.target.accuracy,
            "ways": [
                {
                    "name": race.name,
                    "times_as_soon": found.sooner(race),
                    "evaluations": [asdict(evaluation) for evaluation in race.evaluations],
                }
                for race in found.races
            ],
        },
    }
