import pytest

from tests.unit.training.data.file_server import FileServer
from training.data.row import Row


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = FileServer()
    yield served
    served.close()


@pytest.fixture
def rows():
    """Return what makes rows of `(text, label)` or `(text, label, story, timestamp)`."""

    def make(*contents):
        return [
            Row(
                "mine.csv",
                number,
                text,
                label,
                story=(more[0] if more else None),
                timestamp=(more[1] if more[1:] else None),
            )
            for number, (text, label, *more) in enumerate(contents, start=1)
        ]

    return make


@pytest.fixture
def write(tmp_path):
    """Return what writes a file of lines, as text or bytes, and returns its path."""

    def make(name, *lines):
        path = tmp_path / name
        path.write_bytes(
            b"".join(line if isinstance(line, bytes) else (line + "\n").encode() for line in lines)
        )
        return path

    return make


@pytest.fixture
def splits():
    """Rows of a small data set with the labels x and y, by split."""
    return {
        "train": [
            Row("mine.csv", 1, "Café \u2028 \U0001f600", "y", story="s1", timestamp="1"),
            Row("mine.csv", 2, "B", "x"),
        ],
        "valid": [Row("mine.csv", 3, "C", "x", publisher="P", hostname="h")],
        "test": [Row("mine.csv", 4, "D", "y")],
    }
