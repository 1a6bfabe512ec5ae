import numpy as np
import pytest

from training.metrics import calibration_error, figures


def test_figures_of_a_small_case_computed_by_hand() -> None:
    # true a a a b b c; predicted a a b b b a
    probabilities = np.array(
        [[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.9, 0.0], [0.3, 0.5, 0.2], [0.5, 0.1, 0.4]]
    )

    found = figures(probabilities, [0, 0, 0, 1, 1, 2], ["a", "b", "c"])

    assert found.rows == 6
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.confusion == [[2, 1, 0], [0, 2, 0], [1, 0, 0]]
    assert found.labels["a"].precision == pytest.approx(2 / 3)
    assert found.labels["b"].recall == 1
    assert found.labels["c"].f1 == 0
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)
    assert found.labels["a"].support == 3


def test_calibration_error_by_hand() -> None:
    # two rows at 0.9, one right; one row at 0.55, right: (2 * |0.5 - 0.9| + |1 - 0.55|) / 3
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1], [0.55, 0.45]])

    assert calibration_error(probabilities, [0, 1, 0]) == pytest.approx((0.8 + 0.45) / 3)


def test_a_sure_and_right_classifier_has_no_calibration_error() -> None:
    assert calibration_error(np.eye(4), [0, 1, 2, 3]) == 0


def test_nothing_to_measure_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a single headline"):
        figures(np.empty((0, 2)), [], ["a", "b"])
