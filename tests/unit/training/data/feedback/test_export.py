import hashlib

import pytest

from training.data.errors import LISTED, DataError
from training.data.feedback.export import export, overview
from training.data.feedback.source import open_feedback


def test_a_table_becomes_a_file_that_can_be_given_instead_of_it(table, content, tmp_path):
    address = f"dynamodb://{table(content(2, 'Goal', 'Sport'), content(1, 'Flu', 'Health'))}"
    out = tmp_path / "new" / "corrections.jsonl"

    read = export(address, out, progress=False)

    assert [row.text for row in read.rows] == ["Flu", "Goal"]
    with open_feedback(address, now=0, progress=False) as source:
        assert source.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert [row[1:] for row in export(out, progress=False).rows] == [row[1:] for row in read.rows]
    assert [path.name for path in out.parent.iterdir()] == ["corrections.jsonl"]


def test_a_file_that_is_there_is_left_alone(table, content, tmp_path):
    out = tmp_path / "corrections.jsonl"
    out.write_text("checked by the desk")

    with pytest.raises(DataError, match="is there; remove it or choose another --out"):
        export("dynamodb://corrections", out, progress=False)

    assert out.read_text() == "checked by the desk"


def test_a_file_is_not_exported(jsonl, content, tmp_path):
    path = jsonl("c.jsonl", content(1, "Flu", "Health"))

    with pytest.raises(DataError, match=r"--out is for a table, and .*c\.jsonl is a file"):
        export(path, tmp_path / "out.jsonl", progress=False)


def test_the_overview_says_how_many_when_and_what(jsonl, content):
    path = jsonl(
        "c.jsonl",
        content(2, "Flu", "Health", predicted_label="Arts"),
        content(1, "Flu", "Arts", predicted_label="Arts"),
        content(3, "Goal", ""),
        *({"id": f"{number}"} for number in range(LISTED)),
    )

    lines = overview(export(path, progress=False)).splitlines()

    assert lines[0] == (
        "2 corrections of 1 headline, 2 with the text, 2026-11-01T00:01:00.000Z to 2026-11-01T00:02:00.000Z"
    )
    assert lines[2] == "news said  Arts  Health  all"
    assert f"{LISTED + 1} bad rows:" in lines
    assert "  c.jsonl, row 3: no 'label'" in lines
    assert lines[-1] == "  ... and 1 more"


def test_an_empty_table_is_said_to_be_empty(table, content):
    name = table(content(1, "Flu", "Health", expires=1))

    assert overview(export(f"dynamodb://{name}", progress=False)) == "0 corrections\n\n1 expired, left out"
