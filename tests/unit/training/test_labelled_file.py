from pathlib import Path

import pytest

from training.data import DataError
from training.data.key import headline_key
from training.labelled_file import read_labelled

LABELS = ("Business", "Science", "Entertainment", "Health")


def test_the_corpus_form_with_its_codes_and_columns(tmp_path: Path) -> None:
    row = "7\tBank opens branch on the moon\tu\tThe Fresh Herald\tb\tstory1\thost\t1394470370698\n"
    (tmp_path / "corpus.csv").write_text(row)

    split, left_out = read_labelled(tmp_path / "corpus.csv", LABELS)

    assert (split.texts, split.labels, left_out) == (["Bank opens branch on the moon"], [0], 0)
    assert split.column("publisher") == ["The Fresh Herald"]
    assert split.column("story") == ["story1"]


def test_what_was_trained_on_is_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("headline,label\nDoctors strike ...,Health\nShares rise,Business\n")

    split, left_out = read_labelled(tmp_path / "rows.csv", LABELS, {headline_key("doctors strike")})

    assert (split.texts, left_out) == (["Shares rise"], 1)


def test_nothing_left_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("headline,label\nShares rise,Business\n")

    with pytest.raises(DataError, match="no headline that was not trained on"):
        read_labelled(tmp_path / "rows.csv", LABELS, {headline_key("Shares rise")})


def test_an_unknown_label_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("headline,label\nShares rise,Sport\n")

    with pytest.raises(DataError, match="'Sport' is not one of Business, Science"):
        read_labelled(tmp_path / "rows.csv", LABELS)
