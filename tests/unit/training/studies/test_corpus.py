from pathlib import Path

from training.studies.corpus import Corpus, clean_corpus, read_corpus


def test_all_of_a_file_in_a_fixed_order(corpus: Corpus, corpus_file: Path, tmp_path: Path) -> None:
    backwards = tmp_path / "backwards.jsonl"
    backwards.write_text("".join(reversed(corpus_file.read_text().splitlines(keepends=True))))

    assert len(corpus) == 90
    assert clean_corpus([backwards]) == corpus
    assert set(corpus.labels) == {"Business", "Health", "Science"}


def test_what_is_written_is_read_again(corpus: Corpus, tmp_path: Path) -> None:
    path = corpus.write(tmp_path / "a" / "corpus.jsonl", range(len(corpus)))

    assert read_corpus(path, corpus.labels) == corpus


def test_a_part_keeps_its_columns(corpus: Corpus) -> None:
    part = corpus.part([4, 2])

    assert part.texts == [corpus.rows.texts[4], corpus.rows.texts[2]]
    assert part.column("story") == [corpus.rows.column("story")[4], corpus.rows.column("story")[2]]
