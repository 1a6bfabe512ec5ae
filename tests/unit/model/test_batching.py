import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.batching import BATCH_SIZE, SPARE_TOKENS, batches, pad


@given(st.lists(st.integers(1, 64), max_size=100))
def test_every_row_is_in_one_batch_with_little_padding(lengths: list[int]) -> None:
    found = batches(lengths)

    assert sorted(position for batch in found for position in batch) == list(range(len(lengths)))
    for batch in found:
        widths = [lengths[position] for position in batch]
        assert len(batch) <= BATCH_SIZE
        assert len(batch) * max(widths) - sum(widths) <= SPARE_TOKENS


def test_the_longest_come_first_and_the_like_together() -> None:
    assert batches([3, 30, 3, 29, 3]) == [[1, 3], [0, 2, 4]]


def test_equal_rows_fill_batches() -> None:
    assert [len(batch) for batch in batches([9] * 40)] == [BATCH_SIZE, BATCH_SIZE, 8]


def test_without_padding_only_equal_rows_go_together() -> None:
    assert batches([3, 4, 3, 5], spare_tokens=0) == [[3], [1], [0, 2]]


def test_padding_comes_last_and_is_masked() -> None:
    ids, mask = pad([[5, 6], [7]])

    assert ids.tolist() == [[5, 6], [7, 0]]
    assert mask.tolist() == [[1, 1], [1, 0]]
    assert ids.dtype == mask.dtype == np.int64
