import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training.quantisation import quantise_rows

tables = arrays(np.float32, (5, 8), elements=st.floats(-1e3, 1e3, width=32))


@given(tables)
def test_a_row_comes_back_to_half_a_step(table: np.ndarray) -> None:
    rows, scales = quantise_rows(table)

    assert rows.dtype == np.int8
    assert np.all(np.abs(rows * scales - table) <= scales * 0.5001 + 1e-30)


def test_a_row_of_zeros_stays_one() -> None:
    rows, scales = quantise_rows(np.zeros((2, 4), dtype=np.float32))

    assert not (rows * scales).any()
