"""Make confidence mean something: fit a temperature, choose the threshold for review.

Run as:
    python -m training.calibrate runs/news --precision 0.97
"""

import argparse
import math
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from model.prediction import DECIMALS
from model.softmax import softmax
from training.command_line import carried_out
from training.data import Split, open_prepared
from training.inference import network_logits
from training.metrics import calibration_error
from training.recipe import RecipeError
from training.run_folder import Run
from training.shared_options import PRECISION, add_precision, check_precision


def calibrate(run: Run, *, precision: float = PRECISION, data: Path | None = None) -> dict[str, Any]:
    """Fit temperature and threshold on validation and write them to the run.

    Parameters
    ----------
    run
        A finished run.
    precision
        Share of right answers wanted among the predictions that need no review, in (0, 1].
    data
        The prepared headlines, if they were moved since the training.

    Returns
    -------
    dict
        What `calibration.json` now holds.

    Raises
    ------
    RecipeError
        If the headlines are not those of the run, or the precision is out of range.
    """
    check_precision(precision)
    split = open_split(run, "valid", data)
    truth = np.asarray(split.labels)
    logits = network_logits(run, split.texts)
    temperature = fit_temperature(logits, truth)
    before, after = softmax(logits), softmax(logits, temperature)
    # To the digits of a served confidence, and down, so that the row it was chosen at passes.
    threshold = math.floor(choose_threshold(after, truth, precision) * 10**DECIMALS) / 10**DECIMALS
    kept = after.max(axis=1) >= threshold
    calibration = {
        "temperature": round(temperature, 4),
        "threshold": threshold,
        "precision_wanted": precision,
        "precision": round(float((after.argmax(axis=1) == truth)[kept].mean()), 4) if kept.any() else None,
        "coverage": round(float(kept.mean()), 4),
        "ece_before": round(calibration_error(before, truth), 4),
        "ece_after": round(calibration_error(after, truth), 4),
        "rows": len(truth),
    }
    run.write("calibration.json", calibration)
    return calibration


def describe(calibration: Mapping[str, Any]) -> str:
    """Return what a calibration found, for a person."""
    return (
        f"temperature {calibration['temperature']} "
        f"(calibration error {calibration['ece_before']} -> {calibration['ece_after']})\n"
        f"threshold {calibration['threshold']}: {calibration['coverage']:.1%} of validation needs no review, "
        f"{calibration['precision']} of it right (wanted {calibration['precision_wanted']})"
    )


def open_split(run: Run, name: str, data: Path | None = None) -> Split:
    """Return a split of the headlines that a run was trained and chosen on.

    Raises
    ------
    RecipeError
        If the headlines at hand are not those of the run.
    """
    prepared = open_prepared(data or Path(run.facts["data"]["path"]))
    if prepared.fingerprint != run.facts["data"]["fingerprint"]:
        raise RecipeError(
            f"{prepared.path} has fingerprint {prepared.fingerprint}, "
            f"the run was trained on {run.facts['data']['fingerprint']}"
        )
    return prepared.split(name)


def fit_temperature(logits: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]]) -> float:
    """Return the temperature with the least negative log-likelihood (Guo et al. 2017, section 4.2).

    Parameters
    ----------
    logits : ndarray of shape (rows, labels)
    truth : ndarray of shape (rows,)
        Index of the true label.

    Returns
    -------
    float
        Between 0.05 and 20; above 1 the network was too sure of itself. 1 where every answer is right: the
        likelihood then grows without end as the temperature falls, and tells nothing.
    """
    if (logits.argmax(axis=1) == truth).all():
        return 1.0
    rows = np.arange(len(truth))

    def loss(log_temperature: float) -> float:
        likelihood = softmax(logits, np.exp(log_temperature))[rows, truth]
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded").x))


def choose_threshold(
    probabilities: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]], precision: float
) -> float:
    """Return the lowest confidence from which on the answers are right often enough.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, labels)
    truth : ndarray of shape (rows,)
        Index of the true label.
    precision
        Share of right answers wanted among those at or above the threshold.

    Returns
    -------
    float
        0 when every answer may pass, 1 when no threshold reaches the precision.
    """
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    correct = (probabilities.argmax(axis=1) == truth)[order]
    reached = np.cumsum(correct) / np.arange(1, len(correct) + 1) >= precision
    # Rows of equal confidence pass or fail together.
    last_of_ties = np.append(np.diff(confidence[order]) != 0, True)
    passing = np.flatnonzero(reached & last_of_ties)
    if not len(passing):
        return 1.0
    if passing[-1] == len(order) - 1:
        return 0.0
    return float(confidence[order[passing[-1]]])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__.splitlines()[0])
    model_folder = os.environ.get("SM_MODEL_DIR")
    parser.add_argument(
        "run", type=Path, nargs="?" if model_folder else None, default=model_folder, help="folder of the run"
    )
    parser.add_argument("--data", type=Path, help="folder of prepared headlines (default: where they were)")
    add_precision(parser)
    options = parser.parse_args(arguments)

    def work() -> int:
        found = calibrate(Run(Path(options.run)), precision=options.precision, data=options.data)
        print(describe(found))
        return 0

    return carried_out(work)


if __name__ == "__main__":
    sys.exit(main())
