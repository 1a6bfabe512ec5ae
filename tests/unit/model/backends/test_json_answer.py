from typing import Any

import pytest

from model import BackendError, Prediction
from model.backends.json_answer import read_json_answer
from model.backends.local import LocalClassifier


def test_what_is_parsed_is_returned(words_classifier: LocalClassifier) -> None:
    found = words_classifier.classify(["flu", "shares"])

    assert read_json_answer(b'{"any": "thing"}', 2, lambda content: found) == found


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html>", "cannot be read: JSONDecodeError"),
        (b"[]", "cannot be read: IndexError"),
        (b"{}", "cannot be read: KeyError"),
        (b"[[]]", "answered 0 of 2 headlines"),
    ],
)
def test_what_cannot_be_is_told_by_its_kind(body: bytes, problem: str) -> None:
    def parse(content: Any) -> list[Prediction]:
        return list(content[0])

    with pytest.raises(BackendError, match=problem):
        read_json_answer(body, 2, parse)
