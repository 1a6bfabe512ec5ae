from contextlib import ExitStack

import pytest

from training.data.feedback.reading import read_corrections
from training.data.feedback.source import open_feedback

NOW = 1_800_000_000


@pytest.fixture
def read():
    def run(*addresses):
        with ExitStack() as stack:
            sources = [
                stack.enter_context(open_feedback(address, now=NOW, progress=False)) for address in addresses
            ]
            return read_corrections(sources, progress=False)

    return run


def test_every_line_is_a_correction_or_is_named_by_source_and_line(write, jsonl, content, read):
    good = jsonl("good.jsonl", content(1, "Flu", "Health"), content(2, "Goal", ""))
    bad = write("bad.jsonl", '{"id": 1}', "", "[1, 2]", "{", b'{"id": "caf\xe9"}\n')

    corrections = read(good, bad)

    assert [(row.file, row.number, row.text) for row in corrections.rows] == [("good.jsonl", 1, "Flu")]
    found = [str(row) for row in corrections.bad]
    assert found[:3] == [
        "good.jsonl, row 2: no 'label'",
        "bad.jsonl, row 1: 'id' holds '1', which is no text",
        "bad.jsonl, row 3: '[1, 2]' is not a JSON object",
    ]
    assert found[3].startswith("bad.jsonl, row 4: not JSON: ")
    assert found[4].startswith("bad.jsonl, row 5: byte 0xe9 cannot be decoded (corrections are in UTF-8)")


def test_sources_are_described(jsonl, content, table, read):
    path = jsonl("one.jsonl", content(1, "Flu", "Health"), content(2, "Goal", ""))
    address = f"dynamodb://{table(content(3, 'Try', 'Sport'), content(4, 'Old', 'Arts', expires=1))}"

    corrections = read(path, address)

    assert [(s["file"], s["format"], s["rows"], len(s["sha256"])) for s in corrections.sources] == [
        ("one.jsonl", "jsonl", 2, 64),
        (address, "dynamodb", 1, 64),
    ]
    assert corrections.expired == 1


def test_a_file_is_there_to_stay_whatever_its_lines_say_of_expiry(jsonl, content, read):
    assert len(read(jsonl("old.jsonl", content(1, "Flu", "Health", expires=1))).rows) == 1


def test_a_source_may_have_no_correction(write, read):
    assert read(write("none.jsonl")).rows == []
