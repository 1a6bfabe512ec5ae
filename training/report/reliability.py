"""Whether confidence means what it says, before and after the temperature."""

from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.bootstrap import calibration_error_of, estimate
from training.metrics import BINS, reliability
from training.plots import plot_reliability
from training.report.answers import Answers
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section


def calibration(
    answers: Answers, before: NDArray[np.floating[Any]], temperature: float, title: str
) -> Section:
    """Return the calibration error and the reliability diagram, before and after the temperature.

    Parameters
    ----------
    answers
        The model's answers.
    before : ndarray of shape (rows, labels)
        What the probabilities would be at temperature 1.
    temperature
        Of the model, fitted on validation.
    title
        Above the picture.
    """
    stages = {"before": before, "after": answers.probabilities}
    errors = {
        stage: estimate(calibration_error_of(found, answers.truth), len(answers), answers.stories)
        for stage, found in stages.items()
    }
    bins = {stage: reliability(found, answers.truth) for stage, found in stages.items()}
    sure = {stage: float(found.max(axis=1).mean()) for stage, found in stages.items()}
    rows = [
        [
            f"{stage} temperature {temperature:g}",
            errors[stage],
            f"{sure[stage]:.3f}",
            f"{answers.correct.mean():.3f}",
        ]
        for stage in stages
    ]
    panels = {
        f"{stage} temperature {temperature:g}: error {errors[stage].value:.3f}": bins[stage]
        for stage in stages
    }
    return Section(
        "calibration",
        "Calibration",
        paragraphs(
            table(["", "calibration error (ECE)", "mean confidence", "accuracy"], rows),
            f"The temperature was fitted on validation. {BINS} bins of equal width; faint bars hold fewer than "
            "20 headlines.",
        ),
        {
            "temperature": temperature,
            "bins": BINS,
            **{
                stage: {
                    "ece": errors[stage].as_dict(),
                    "mean_confidence": sure[stage],
                    "reliability": [asdict(found) for found in bins[stage]],
                }
                for stage in stages
            },
        },
        [Picture("reliability.png", "Reliability diagram", partial(plot_reliability, panels, title))],
    )
