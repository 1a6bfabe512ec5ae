import json

import numpy as np
import pytest

from model.softmax import softmax
from training.calibrate import calibrate, choose_threshold, fit_temperature, main
from training.data import Prepared
from training.metrics import calibration_error
from training.recipe import RecipeError
from training.run_folder import Run


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_made_the_answers_is_found(temperature: float) -> None:
    random = np.random.default_rng(3)
    logits = random.normal(size=(20_000, 4)) * 3
    probabilities = softmax(logits, temperature)
    truth = (probabilities.cumsum(axis=1) > random.random((len(logits), 1))).argmax(axis=1)

    found = fit_temperature(logits, truth)

    assert found == pytest.approx(temperature, rel=0.05)
    assert calibration_error(softmax(logits, found), truth) < 0.02


def test_a_validation_without_a_mistake_says_nothing_of_the_temperature() -> None:
    assert fit_temperature(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])) == 1.0


def test_the_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    truth = np.array([0, 0, 1, 0])  # the third is wrong

    assert choose_threshold(probabilities, truth, precision=0.9) == 0.8
    assert choose_threshold(probabilities, truth, precision=0.75) == 0.0
    assert choose_threshold(probabilities, 1 - truth, precision=0.9) == 1.0


def test_rows_of_equal_confidence_pass_or_fail_together() -> None:
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.8, 0.2]])

    assert choose_threshold(probabilities, np.array([0, 0, 1]), precision=0.9) == 0.9


def test_a_run_is_calibrated_on_validation(run_of_training: Run) -> None:
    content = json.loads((run_of_training.path / "calibration.json").read_text())

    assert content["rows"] == 72
    assert 0.05 <= content["temperature"] <= 20
    assert content["precision"] is None or content["precision"] >= content["precision_wanted"]


@pytest.mark.parametrize("precision", [0.0, 1.1])
def test_an_impossible_precision_is_named(run_of_training: Run, precision: float) -> None:
    with pytest.raises(RecipeError, match=f"precision {precision}"):
        calibrate(run_of_training, precision=precision)


def test_other_data_than_the_runs_is_refused(run_of_training: Run, data: Prepared, tmp_path) -> None:
    from training.data import prepare

    (tmp_path / "other.csv").write_text(
        "headline,label\n" + "".join(f"h {n},{'xy'[n % 2]}\n" for n in range(60))
    )
    other = prepare([tmp_path / "other.csv"], tmp_path / "other", progress=False)

    with pytest.raises(RecipeError, match=f"has fingerprint {other.fingerprint}, the run was trained on"):
        calibrate(run_of_training, data=other.path)


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.calibrate.calibrate", stopped)

    assert main(["run"]) == 130
    assert "nothing was written" in capsys.readouterr().err
