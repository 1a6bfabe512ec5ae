"""How good a release is, beside the one before: what the gates of `training.release.gates` find."""

import argparse
from pathlib import Path

import numpy as np

from model.artifact import open_artifact
from model.errors import ArtifactError
from training.bootstrap import accuracy_of, difference
from training.data import open_prepared
from training.metrics import calibration_error
from training.release.answers import answers_of
from training.release.contender import Contender, meet
from training.release.errors import ReleaseError
from training.release.pairing import Pair
from training.release.published import Release
from training.release.verdict import Verdict

DATA = "--data PREPARED lets the model answer the test split of prepared headlines"


def judge(current: Release | None, candidate: Release, options: argparse.Namespace) -> list[Verdict]:
    """Return what the gates say; the parameters are those of `training.release.gates.check`."""
    new = Contender.of(candidate)
    if current is None:
        alone = Verdict("accuracy", True, "there is no release before it to compare it with")
        return [alone, _calibration_alone(new, options)]
    old = Contender.of(current)
    verdicts = [_labels(old, new, allowed=options.other_labels)]
    if set(old.side.manifest.labels) != set(new.side.manifest.labels):
        said = "with other labels it cannot be compared with that of the release before"
        accuracy = Verdict("accuracy", options.other_labels, said)
        return [*verdicts, accuracy, _calibration_alone(new, options)]
    try:
        pair = meet(old, new, options.data, options.least_headlines)
    except (ReleaseError, ArtifactError) as error:
        return [*verdicts, Verdict("accuracy", False, f"not measured: {error}")]
    return [*verdicts, _accuracy(old, pair, options.tolerance), _calibration(old, pair, options.max_ece)]


def _labels(old: Contender, new: Contender, *, allowed: bool) -> Verdict:
    ours, theirs = (one.side.manifest.labels for one in (new, old))
    if ours == theirs:
        return Verdict("labels", True, f"those of {old.side.title}")
    said = f"{', '.join(ours)}; {old.side.title} has {', '.join(theirs)}"
    return Verdict("labels", allowed, said if allowed else f"{said}; --other-labels allows it")


def _accuracy(old: Contender, pair: Pair, tolerance: float) -> Verdict:
    before, after = (accuracy_of(pair.truth, one.predicted) for one in (pair.first, pair.second))
    lead = difference(before, after, len(pair), pair.groups)
    every = np.arange(len(pair))
    said = f"{after(every):.4f}, {old.side.title} {before(every):.4f} on the same {len(pair):,} headlines"
    if lead.low is not None and lead.high is not None:
        said += f"; difference {lead.value:+.4f} ({lead.low:+.4f} to {lead.high:+.4f})"
        if lead.high < 0:
            return Verdict("accuracy", False, f"{said}, which is more than chance")
    if round(lead.value, 9) < -tolerance:  # to what subtraction leaves of a share
        return Verdict("accuracy", False, f"{said}; a loss of {tolerance:g} is tolerated")
    return Verdict("accuracy", True, said)


def _calibration(old: Contender, pair: Pair, most: float) -> Verdict:
    before, after = (calibration_error(one.probabilities, pair.truth) for one in (pair.first, pair.second))
    said = f"{after:.4f}, {old.side.title} {before:.4f}; {most:g} allowed"
    if after <= most:
        return Verdict("calibration", True, said)
    # To hold it back would leave the stage with what is worse.
    is_better = after <= before
    return Verdict("calibration", is_better, f"{said}, or what {old.side.title} has" if is_better else said)


def _calibration_alone(new: Contender, options: argparse.Namespace) -> Verdict:
    error, on = _calibration_error(new, options.data)
    if error is None:
        return Verdict("calibration", False, f"not measured: {new.side.title} came without answers; {DATA}")
    said = f"{error:.4f} on {on}; {options.max_ece:g} allowed"
    return Verdict("calibration", error <= options.max_ece, said)


def _calibration_error(new: Contender, data: Path | None) -> tuple[float | None, str]:
    answers = answers_of(open_artifact(new.address), open_prepared(data)) if data else new.published()
    if answers is not None:
        return calibration_error(answers.probabilities, answers.truth), f"{len(answers):,} headlines"
    for split in ("test", "valid"):
        error = new.side.manifest.metrics.get(split, {}).get("ece")
        if error is not None:
            return float(error), f"{split}, by its manifest"
    return None, ""
