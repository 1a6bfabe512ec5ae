import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training.quantisation.integers import quantise_columns, quantise_rows

values = st.floats(-1e3, 1e3, width=32)


@given(arrays(np.float32, (5, 8), elements=values))
def test_a_row_comes_back_to_half_a_step(table: np.ndarray) -> None:
    rows, scales = quantise_rows(table)

    assert rows.dtype == np.int8
    assert np.all(np.abs(rows * scales - table) <= scales * 0.5001 + 1e-30)


def test_a_row_of_zeros_stays_one() -> None:
    rows, scales = quantise_rows(np.zeros((2, 4), dtype=np.float32))

    assert not (rows * scales).any()


@pytest.mark.parametrize("rows", [6, 7])
@given(data=st.data())
def test_a_column_comes_back_to_half_a_step(rows: int, data: st.DataObject) -> None:
    table = data.draw(arrays(np.float32, (rows, 5), elements=values))

    columns, scales = quantise_columns(table)

    assert columns.shape == table.shape
    assert np.all(np.abs(columns * scales - table) <= scales * 0.5001 + 1e-30)


@given(arrays(np.float32, (6, 5), elements=values))
def test_no_input_makes_two_neighbours_overflow_16_bits(table: np.ndarray) -> None:
    columns, _ = quantise_columns(table)

    pairs = columns.astype(int).reshape(3, 2, 5)
    for most_positive, most_negative in ((255, 0), (0, 255)):
        chosen = np.where(pairs > 0, most_positive, most_negative)
        sums = (chosen * pairs).sum(axis=1)
        assert sums.max() <= 32_767
        assert sums.min() >= -32_768
