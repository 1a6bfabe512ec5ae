import numpy as np

from benchmarks.contenders import Subject
from benchmarks.contenders.batching import BATCH_SIZE, in_batches, padded


def test_answers_come_in_the_order_of_the_headlines(subject: Subject, texts: list[str]) -> None:
    sizes = []

    def lengths(rows: list[list[int]]) -> np.ndarray:
        sizes.append(len(rows))
        return np.array([[len(row), 0] for row in rows], dtype=np.float32)

    found = in_batches(subject.tokenizer, lengths)(texts)

    expected = [len(encoding.ids) for encoding in subject.tokenizer.encode_batch_fast(texts)]
    np.testing.assert_allclose(np.log(found[:, 0] / found[:, 1]), expected, rtol=1e-6)
    assert sizes == [BATCH_SIZE, len(texts) - BATCH_SIZE]


def test_rows_are_padded_to_the_longest_and_masked() -> None:
    seen = []

    def run(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        seen.append((ids.tolist(), mask.tolist()))
        return np.zeros((2, 1), dtype=np.float32)

    padded(run)([[7], [8, 9, 5]])

    assert seen == [([[7, 0, 0], [8, 9, 5]], [[1, 0, 0], [1, 1, 1]])]
