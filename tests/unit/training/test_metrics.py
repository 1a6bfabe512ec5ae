import numpy as np
import pytest

from training.metrics import calibration_error, figures, macro_f1, reliability, rounded


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


def test_bins_hold_their_rows() -> None:
    # bins are (k/15, (k+1)/15]: 0.6 ends the ninth, 0.62 is in the tenth
    probabilities = np.array([[0.6, 0.4], [0.62, 0.38], [0.64, 0.36], [0.0, 1.0]])

    bins = reliability(probabilities, [0, 0, 1, 1])

    assert [found.rows for found in bins] == [1, 2, 1]
    assert bins[1].low == pytest.approx(9 / 15)
    assert (bins[1].confidence, bins[1].accuracy) == (pytest.approx(0.63), 0.5)


def test_macro_f1_agrees_with_the_figures_where_every_label_occurs() -> None:
    generator = np.random.default_rng(1)
    truth = generator.integers(3, size=60)
    probabilities = generator.dirichlet([1, 1, 1], size=60)

    found = figures(probabilities, truth, ["a", "b", "c"])

    assert macro_f1(truth, probabilities.argmax(axis=1)) == pytest.approx(found.macro_f1)


def test_macro_f1_is_over_the_labels_that_occur() -> None:
    # b does not occur, and is said once: a has 2 of 3, c is right
    assert macro_f1([0, 0, 2], [0, 1, 2]) == pytest.approx((2 / 3 + 1) / 2)


def test_rounding_reaches_into_lists() -> None:
    assert rounded({"a": [0.123456, {"b": 0.98765}], "c": 7, "d": None}) == {
        "a": [0.1235, {"b": 0.9877}],
        "c": 7,
        "d": None,
    }
