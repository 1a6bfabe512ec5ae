import csv
from pathlib import Path

import pytest

from model import BackendError
from model.backends.local import LocalClassifier
from model.bulk import CHUNK, TableError, classify_file, count_rows, part_path, rejected_path
from tests.choosy import Choosy

TABLE = """id,headline,desk
1,Fed lifts shares,a
2,  the flu ,b
3,,c
4,too,many,values
5,"open quote
6,flu,e
"""


def run(
    classifier: LocalClassifier, tmp_path: Path, content: str | bytes = TABLE, name: str = "out.csv"
) -> Path:
    source, out = tmp_path / "in.csv", tmp_path / name
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    list(classify_file(classifier, source, out))
    return out


def read(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.reader(file))


def test_each_row_keeps_its_columns_and_gets_its_answer(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    header, *rows = read(run(words_classifier, tmp_path))
    expected = words_classifier.classify(["Fed lifts shares", "the flu", "flu"])

    assert header == [
        *["id", "headline", "desk", "predicted_label", "confidence", "needs_review"],
        "Business",
        "Health",
    ]
    assert [row[:3] for row in rows] == [
        ["1", "Fed lifts shares", "a"],
        ["2", "  the flu ", "b"],
        ["3", "", "c"],
        ["4", "too", "many"],
        ["", "", ""],
        ["6", "flu", "e"],
    ]
    for row, prediction in zip([rows[0], rows[1], rows[5]], expected, strict=True):
        assert row[3:6] == [
            prediction.predicted_label,
            f"{prediction.confidence:.6f}",
            "true" if prediction.needs_review else "false",
        ]
        assert list(map(float, row[6:])) == prediction.probabilities[0]


def test_rows_without_a_prediction_are_listed_with_line_and_reason(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    out = run(words_classifier, tmp_path)

    assert read(rejected_path(out)) == [
        ["line", "problem", "row"],
        ["4", "the headline is empty", "3,,c"],
        ["5", "has 4 values, the header 3", "4,too,many,values"],
        ["6", "a quote is never closed", '5,"open quote'],
    ]
    assert all(row[3:] == [""] * 5 for row in read(out) if row[1] in {"", "too"})


def test_a_row_that_the_model_does_not_answer_costs_only_itself(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("headline\nflu\npoison\nFed lifts shares\n")

    list(classify_file(Choosy(words_classifier), source, out))

    assert [row[1] for row in read(out)[1:]] == ["Health", "", "Business"]
    assert read(rejected_path(out))[1:] == [["3", "no answer", "poison"]]


def test_a_model_that_answers_nothing_ends_the_run(words_classifier: LocalClassifier, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("headline\n" + "flu\n" * CHUNK + "poison\n" * CHUNK)

    with pytest.raises(BackendError, match="no answer"):
        list(classify_file(Choosy(words_classifier), source, out))

    assert not out.exists()
    assert len(read(part_path(out))) == 1 + CHUNK


def test_bytes_that_are_not_utf8_are_rejected_and_kept(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    out = run(words_classifier, tmp_path, b"headline,note\ncaf\xe9,x\nflu,caf\xe9\n")

    assert b"caf\xe9,x,,,,,\n" in out.read_bytes()
    assert b"flu,caf\xe9,Health," in out.read_bytes()
    assert read(rejected_path(out))[1][:2] == ["2", "the headline is not UTF-8"]


def test_a_value_beyond_any_headline_is_named_for_what_it_is(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    out = run(words_classifier, tmp_path, "headline,note\n" + "flu " * 50_000 + ",x\nflu,y\n")

    assert '2,"has a value of more than 131,072 characters","flu flu' in rejected_path(out).read_text()
    assert read(out)[2][:3] == ["flu", "y", "Health"]


def test_a_tsv_is_written_without_quotes(words_classifier: LocalClassifier, tmp_path: Path) -> None:
    out = run(words_classifier, tmp_path, 'headline\n"flu ""B""\nspreads"\n', "out.tsv")

    assert out.read_text().splitlines()[1].startswith('flu "B" spreads\tHealth\t')


def test_more_rows_than_a_chunk_keep_their_order(words_classifier: LocalClassifier, tmp_path: Path) -> None:
    count = 2 * CHUNK + 7
    content = "id,headline\n" + "".join(f"{n},{'flu' if n % 3 else 'shares'} {n}\n" for n in range(count))
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(content)

    progress = list(classify_file(words_classifier, source, out))

    assert [chunk.rows for chunk in progress] == [CHUNK, CHUNK, 7]
    assert count_rows(source) == count
    assert [(row[0], row[2]) for row in read(out)[1:]] == [
        (str(n), "Health" if n % 3 else "Business") for n in range(count)
    ]


def test_until_the_last_row_is_done_the_output_has_another_name(
    words_classifier: LocalClassifier, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("headline\n" + "flu\n" * (CHUNK + 1))
    chunks = classify_file(words_classifier, source, out)

    next(chunks)
    assert not out.exists()
    assert part_path(out).exists()
    list(chunks)
    assert out.exists()
    assert not part_path(out).exists()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("title,desk", "no column 'headline', only 'title', 'desk'"),
        ("headline,confidence", "already has a column 'confidence'"),
        ("headline,Health", "already has a column 'Health'"),
        ("", "no column 'headline'"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_before_anything_is_written(
    words_classifier: LocalClassifier, tmp_path: Path, header: str, message: str
) -> None:
    with pytest.raises(TableError, match=message):
        run(words_classifier, tmp_path, f"{header}\nflu,x\n" if header else "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_the_input_is_never_overwritten(words_classifier: LocalClassifier, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("headline\nflu\n")

    with pytest.raises(TableError, match="is the input itself"):
        list(classify_file(words_classifier, tmp_path / "in.csv", tmp_path / "in.csv"))


@pytest.mark.parametrize(("content", "rows"), [("", 0), ("h", 0), ("h\n", 0), ("h\na", 1), ("h\na\nb\n", 2)])
def test_count_rows(tmp_path: Path, content: str, rows: int) -> None:
    (tmp_path / "in.csv").write_text(content)

    assert count_rows(tmp_path / "in.csv") == rows
