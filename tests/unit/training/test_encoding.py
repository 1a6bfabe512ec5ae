from pathlib import Path

import numpy as np
import pytest
import torch

from training.encoding import EncodedHeadlines, collate, encode, open_tokenizer
from training.recipe import RecipeError

TARGETS = np.array([[0.0, 1.0], [0.75, 0.25]], dtype=np.float32)


def test_a_headline_becomes_tokens_between_the_special_ones(base: Path) -> None:
    tokenizer = open_tokenizer(base / "tokenizer.json", 16)

    rows = encode(tokenizer, ["fed says the flu"])

    ids = [tokenizer.token_to_id(word) for word in ("[CLS]", "fed", "says", "the", "flu", "[SEP]")]
    assert rows == [ids]


def test_a_long_headline_is_cut(base: Path) -> None:
    rows = encode(open_tokenizer(base / "tokenizer.json", 8), ["flu " * 50])

    assert len(rows[0]) == 8


def test_a_batch_is_padded_to_its_own_longest() -> None:
    rows = EncodedHeadlines([[2, 7, 3], [2, 3]], TARGETS)

    batch = collate([rows[0], rows[1]])

    assert batch["input_ids"].tolist() == [[2, 7, 3], [2, 3, 0]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 1, 0]]
    assert batch["labels"].tolist() == TARGETS.tolist()


def test_a_batch_holds_the_first_views_and_then_the_second() -> None:
    rows = EncodedHeadlines([[2, 7, 3], [2, 3]], TARGETS, views=2)

    batch = collate([rows[0], rows[1]])

    assert batch["input_ids"].tolist() == [[2, 7, 3], [2, 3, 0], [2, 7, 3], [2, 3, 0]]
    assert batch["labels"].tolist() == [*TARGETS.tolist(), *TARGETS.tolist()]


def test_a_row_may_be_read_anew_each_time() -> None:
    readings = iter([[2, 7, 3], [2, 8, 3], [2, 9, 3]])
    rows = EncodedHeadlines([[2, 3]], TARGETS[:1], views=2, reread=lambda index: next(readings))

    row = rows[0]

    assert (row["input_ids"], row["again"]) == ([2, 7, 3], [[2, 8, 3]])
    assert rows.rows == [[2, 3]]


def test_dropout_leaves_tokens_out_but_never_the_special_ones() -> None:
    torch.manual_seed(0)
    row = [2, *range(10, 50), 3]
    rows = EncodedHeadlines([row], TARGETS[:1], token_dropout=0.25)

    read = [rows[0]["input_ids"] for _ in range(200)]

    assert all((ids[0], ids[-1]) == (2, 3) and ids == [*sorted(set(ids) - {3}), 3] for ids in read)
    assert sum(map(len, read)) / 200 - 2 == pytest.approx(30, abs=1)
    assert len(set(map(tuple, read))) > 190


def test_what_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")

    with pytest.raises(RecipeError, match="is not a tokenizer"):
        open_tokenizer(tmp_path / "tokenizer.json", 16)
