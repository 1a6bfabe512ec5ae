"""The cascade for a person and for a program."""

from pathlib import Path
from typing import Any

from benchmarks.cascade_figures import LINEAR, ORACLE, RIGHT, Cascade
from benchmarks.cascade_plot import plot_cascade
from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from training.bootstrap import Estimate
from training.metrics import rounded
from training.report.markdown import paragraphs, percent, table

NAME = "cascade"
SHARES = (0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1)
"""Shares of escalated headlines that the table shows."""


def write_report(folder: Path, found: Cascade) -> None:
    """Write `cascade.md`, `cascade.json` and `cascade.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    plot_cascade(found, folder / f"{NAME}.png")


def terminal_table(found: Cascade) -> str:
    """Return both tables in columns of even width."""
    rows = [_header(), *(_cells(found, threshold) for threshold in _thresholds(found))]
    best = [_best_header(), *(_best_cells(found, right) for right in RIGHT)]
    return f"{aligned(rows)}\n\n{aligned(best)}"


def _thresholds(found: Cascade) -> list[float]:
    own = found.share(found.threshold)
    even = map(found.nearest, SHARES)
    return sorted({found.threshold, *(threshold for threshold in even if found.share(threshold) != own)})


def _header() -> list[str]:
    return [
        "threshold",
        "escalated",
        "calls per 1,000",
        "local right among them",
        ORACLE,
        LINEAR,
        *(f"right in {100 * right:.0f} %" for right in RIGHT),
        "oracle, at random",
    ]


def _cells(found: Cascade, threshold: float) -> list[str]:
    among = found.local_among(threshold)
    return [
        f"{threshold:g}" + (" (the model's)" if threshold == found.threshold else ""),
        percent(found.share(threshold)),
        f"{1000 * found.share(threshold):.0f}",
        "" if among is None else str(among),
        str(found.interval(ORACLE, threshold)),
        str(found.interval(LINEAR, threshold)),
        *(f"{found.expected(right, threshold):.3f}" for right in RIGHT),
        f"{found.at_random(threshold):.3f}",
    ]


def _best_header() -> list[str]:
    return ["a strong model right in", "best threshold", "calls per 1,000", "accuracy"]


def _best_cells(found: Cascade, right: float) -> list[str]:
    best = found.best(right)
    return [
        f"{100 * right:.0f} %",
        f"{best:g}",
        f"{1000 * found.share(best):.0f}",
        f"{found.expected(right, best):.3f}",
    ]


def _markdown(found: Cascade) -> str:
    rows = []
    for threshold in _thresholds(found):
        cells = _cells(found, threshold)
        rows.append(
            [f"**{cell}**" if cell else "" for cell in cells] if threshold == found.threshold else cells
        )
    text = paragraphs(
        f"# {found.model}: a cascade, by its threshold",
        f"Accuracy on validation ({len(found.local):,} headlines) where the headlines whose confidence is below a "
        "threshold are escalated to a strong model and the local one answers the others, with 95 % intervals. "
        "Bold: the model's own review threshold.",
        "**No strong model was asked: there is none here.** In its place stand",
        f"- *{ORACLE}*: always right, the upper bound of what any model can give;\n"
        f"- *{LINEAR}*: TF-IDF and logistic regression on the training split, {_linear(found)}. A lower mark, not "
        "a bound: a model that was never shown these labels may do worse;\n"
        "- *right in ...*: right in that share of whatever reaches it. The accuracy to expect is computed; look "
        "for a real model to be right less often about what is escalated than about all headlines, as the "
        f"{LINEAR} is;\n"
        "- *oracle, at random*: asked as often, of headlines drawn at random: what the confidence is worth is the "
        f"distance to *{ORACLE}*.",
        table(_header(), rows),
        f"![Accuracy against the share escalated]({NAME}.png)",
        "A threshold pays where the strong model is right more often than *local right among them*. Where each "
        "assumed model gives most, on the curve of the picture (its dots); beyond, it replaces more right answers "
        "than wrong ones:",
        table(_best_header(), [_best_cells(found, right) for right in RIGHT]),
        "What the strong model does not answer, the local one does: with half of its calls lost, half of the gain "
        "is. The model's temperature and threshold and the baseline's regularisation were chosen on the same "
        "headlines, so expect a little less of others. The test split was not read.",
        sentence(found.machine),
    )
    return text + "\n"


def _linear(found: Cascade) -> str:
    """Return how right the baseline is, of all headlines and of the hard ones."""
    alone, local = (percent(accuracy) for accuracy in (found.accuracy(LINEAR, 1), found.accuracy(LINEAR, 0)))
    among = found.strong_among(LINEAR, found.threshold)
    hard = "" if among is None else f", and in {percent(among.value)} of what the model's threshold escalates"
    return f"right in {alone} of all (the local model in {local}){hard}"


def _content(found: Cascade) -> dict[str, Any]:
    return {
        "model": found.model,
        "machine": found.machine,
        "headlines": {"split": found.local.name, "rows": len(found.local)},
        "model_threshold": found.threshold,
        "rows": [_row_content(found, threshold) for threshold in _thresholds(found)],
        "best": [
            {"right": right, **_point(found, best), "expected": rounded(found.expected(right, best))}
            for right, best in ((right, found.best(right)) for right in RIGHT)
        ],
        "curve": [
            _point(found, threshold)
            | rounded({name: found.accuracy(name, threshold) for name in found.strong})
            for threshold in found.curve
        ],
    }


def _row_content(found: Cascade, threshold: float) -> dict[str, Any]:
    among: dict[str, Estimate | None] = {"local": found.local_among(threshold)}
    among |= {name: found.strong_among(name, threshold) for name in found.strong}
    figures: dict[str, Any] = rounded(
        {
            "right_among_escalated": {name: right and right.as_dict() for name, right in among.items()},
            "accuracy": {name: found.interval(name, threshold).as_dict() for name in found.strong},
            "macro_f1": {name: found.macro_f1(name, threshold) for name in found.strong},
            "expected": {f"{right:g}": found.expected(right, threshold) for right in RIGHT},
            "oracle_at_random": found.at_random(threshold),
        }
    )
    return {**_point(found, threshold), **figures}


def _point(found: Cascade, threshold: float) -> dict[str, float]:
    """Return a threshold with all its digits, for it is to be set, and the share that it escalates."""
    return {"threshold": threshold, "escalated": round(found.share(threshold), 4)}
