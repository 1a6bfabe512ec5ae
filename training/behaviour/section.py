"""The verdict as a section of a report."""

from functools import partial

from training.behaviour.check import Check
from training.behaviour.plots import plot_checks, plot_scope
from training.behaviour.result import Result
from training.behaviour.scope import TEST, ScopeFigures
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section

TITLES = {
    "minimum": "Plain headlines get their label",
    "invariance": "The label stays when only the form changes, or a name of the same kind",
    "direction": "Words that speak for a label raise its score",
    TEST: "Texts of no desk are left to a person",
}


def behaviour_section(result: Result) -> Section:
    """Return the tables, the content and the pictures of a result."""
    kept = sum(check.passed for check in result.checks)
    by_test = {
        test: [check for check in result.checks if check.test == test]
        for test in TITLES
        if any(check.test == test for check in result.checks)
    }
    text = paragraphs(
        f"{kept} of {len(result.checks)} checks keep their bound.",
        *(f"### {TITLES[test]}\n\n{_table(checks)}" for test, checks in by_test.items()),
        _scope(result.scope) if result.scope else "",
    )
    pictures = [
        Picture(f"behaviour_{test}.png", TITLES[test], partial(plot_checks, checks, TITLES[test]))
        for test, checks in by_test.items()
        if test in {"invariance", "direction"}
    ]
    if result.scope:
        pictures.append(Picture("behaviour_scope.png", TITLES[TEST], partial(plot_scope, result.scope)))
    return Section("behaviour", "Behaviour", text, result.as_dict(), pictures)


def _table(checks: list[Check]) -> str:
    return table(
        ["", "measured", "bound", "cases", ""],
        [
            [
                check.name,
                f"{check.value:.3f}",
                f"{'at most' if check.at_most else 'at least'} {check.bound:g}",
                f"{check.cases:,}",
                ", ".join(filter(None, [check.detail, "" if check.passed else "**fails**"])),
            ]
            for check in checks
        ],
    )


def _scope(scope: ScopeFigures) -> str:
    others = scope.auroc_of_headlines
    ranked = sorted(scope.auroc.items(), key=lambda item: -item[1].value)
    return paragraphs(
        "How well each score tells these texts from headlines: area under the ROC curve, 95 % interval.",
        table(
            [
                "score",
                "against plain headlines",
                f"beyond {scope.score}",
                *(["against the split"] if others else []),
            ],
            [
                [name, area, scope.gain.get(name, ""), *([others[name]] if others else [])]
                for name, area in ranked
            ],
        ),
        table(
            ["out of scope", "needs review", f"AUROC of the {scope.score}"],
            [[group, f"{review:.3f}", f"{area:.3f}"] for group, (review, area) in scope.groups.items()],
        ),
    )
