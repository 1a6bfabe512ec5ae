"""How right the model is on the headlines it is surest of."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from training.bootstrap import LEVEL, RESAMPLES, SEED, share
from training.plots import Curve, Mark, plot_coverage
from training.report.answers import Answers
from training.report.markdown import paragraphs, percent, table
from training.report.section import Picture, Section

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Shares of the headlines the table shows."""

POINTS = 100
"""Shares of the headlines the curve is drawn at."""


def coverage(answers: Answers, threshold: float, title: str) -> Section:
    """Return accuracy against coverage, the review threshold marked.

    Parameters
    ----------
    answers
        The model's answers.
    threshold
        Confidence below which a person should look.
    title
        Above the picture.
    """
    ranked = answers.correct[np.argsort(-answers.confidence, kind="stable")]
    confidence = np.sort(answers.confidence)[::-1]
    passing = int(answers.passing(threshold).sum())
    counts = {f"{wanted:.0%}": max(1, round(wanted * len(ranked))) for wanted in SHARES}
    if passing:
        counts["threshold"] = passing
    rows, content = [], {}
    for name, count in sorted(counts.items(), key=lambda item: item[1]):
        found = share(int(ranked[:count].sum()), count)
        covered = percent(count / len(ranked)) + (" (the threshold)" if name == "threshold" else "")
        rows.append([covered, f"{confidence[count - 1]:.3f}", f"{count:,}", found])
        content[name] = {
            "coverage": count / len(ranked),
            "confidence": float(confidence[count - 1]),
            "rows": count,
            "accuracy": found.as_dict(),
        }
    shares = np.unique(np.maximum(1, np.round(np.linspace(0.05, 1, POINTS) * len(ranked)).astype(int)))
    low, high = _band(answers, shares)
    mark = None
    if passing:
        mark = Mark(
            passing / len(ranked),
            float(ranked[:passing].mean()),
            f"threshold {threshold:g}:\n{passing / len(ranked):.1%} need no review,\n"
            f"{ranked[:passing].mean():.1%} of them right",
        )
    curve = Curve(
        (shares / len(ranked)).tolist(),
        (np.cumsum(ranked)[shares - 1] / shares).tolist(),
        low.tolist(),
        high.tolist(),
        mark,
    )
    return Section(
        "coverage",
        "Accuracy against coverage",
        paragraphs(
            table(["answered", "from confidence", "headlines", "accuracy"], rows),
            f"The threshold {threshold:g} was chosen on validation."
            + ("" if passing else " No headline passes it: a person looks at every one."),
        ),
        content,
        [Picture("coverage.png", "Accuracy against coverage", partial(plot_coverage, curve, title))],
    )


def _band(answers: Answers, shares: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the bounds of the accuracy among so many surest headlines, over resamples of the headlines."""
    generator = np.random.default_rng(SEED)
    curves = np.empty((RESAMPLES, len(shares)))
    for resample in range(RESAMPLES):
        drawn = generator.integers(len(answers), size=len(answers))
        ranked = answers.correct[drawn][np.argsort(-answers.confidence[drawn], kind="stable")]
        curves[resample] = np.cumsum(ranked)[shares - 1] / shares
    low, high = np.quantile(curves, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
