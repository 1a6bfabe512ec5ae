"""The model beside its baselines."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from training.baselines import Baseline
from training.bootstrap import Estimate, Rows, accuracy_of, estimate, macro_f1_of
from training.plots import Line, plot_estimates
from training.report.answers import Answers
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section


def comparison(
    model: str, answers: Sequence[Answers], baselines: Sequence[Baseline], left_out: Sequence[str]
) -> Section:
    """Return the figures of the model and of the baselines on the same headlines.

    Parameters
    ----------
    model
        Name of the model.
    answers
        Its answers on each list of headlines.
    baselines
        What it is compared with.
    left_out
        Reasons why a baseline is not among them.
    """
    compared = {model: list(answers)} | {
        baseline.name: [
            replace(ours, probabilities=baseline.probabilities(ours.split.texts)) for ours in answers
        ]
        for baseline in baselines
    }
    order = [ours.name for ours in answers]
    rows: list[list[object]] = []
    content: dict[str, dict[str, Any]] = {}
    lines: list[Line] = []
    for name, measured in compared.items():
        content[name] = {}
        for theirs, ours in zip(measured, answers, strict=True):
            accuracy = estimate(accuracy_of(theirs.truth, theirs.predicted), len(theirs), theirs.stories)
            f1 = estimate(macro_f1_of(theirs.truth, theirs.predicted), len(theirs), theirs.stories)
            lead = None if name == model else _lead(ours, theirs)
            rows.append([theirs.name, name, accuracy, f1, lead or ""])
            content[name][theirs.name] = {
                "accuracy": accuracy.as_dict(),
                "macro_f1": f1.as_dict(),
                "lead_of_the_model": lead.as_dict() if lead else None,
            }
            lines.append(Line(name, [accuracy], note=f"{accuracy.value:.3f}", group=theirs.name))
    lines.sort(key=lambda line: order.index(line.group))
    rows.sort(key=lambda row: order.index(str(row[0])))
    return Section(
        "baselines",
        "Beside simpler classifiers",
        paragraphs(
            table(
                ["measured on", "classifier", "accuracy", "macro-F1", "lead of the model in accuracy"], rows
            ),
            "All were trained on the same training split; what has a setting to choose chose it on validation. "
            "The lead is resampled in pairs: both answers to a headline together.",
            *left_out,
        ),
        {"classifiers": content, "left_out": list(left_out)},
        [
            Picture(
                "baselines.png",
                "The model beside simpler classifiers",
                partial(
                    plot_estimates,
                    lines,
                    ["accuracy"],
                    "accuracy with 95 % interval",
                    f"{model} beside simpler classifiers",
                ),
            )
        ],
    )


def _lead(model: Answers, other: Answers) -> Estimate:
    def lead(rows: Rows) -> float:
        return float(model.correct[rows].mean() - other.correct[rows].mean())

    return estimate(lead, len(model), model.stories)
