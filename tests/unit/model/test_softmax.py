import numpy as np
import pytest

from model.softmax import softmax


def test_softmax_survives_large_logits_and_softens_with_temperature() -> None:
    logits = np.array([[1000.0, 998.0]], dtype=np.float32)

    assert softmax(logits)[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))
    assert softmax(logits, 2)[0, 0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_no_rows_give_no_rows() -> None:
    assert softmax(np.empty((0, 4), dtype=np.float32)).shape == (0, 4)
