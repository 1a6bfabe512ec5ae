import json
from dataclasses import replace
from typing import Any

import pytest

from model.errors import ArtifactError
from model.manifest import Manifest
from tests.artifacts import MANIFEST_OF_WORDS


def test_it_survives_being_written_and_read() -> None:
    assert Manifest.from_json(MANIFEST_OF_WORDS.to_json()) == MANIFEST_OF_WORDS


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is not JSON"), ("[]", "holds a list"), ("{}", "lacks name, version, labels")],
)
def test_what_is_no_manifest_is_refused(text: str, message: str) -> None:
    with pytest.raises(ArtifactError, match=message):
        Manifest.from_json(text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("labels", ["Health"]),
        ("labels", ["Health", "Health"]),
        ("labels", ["Health", ""]),
        ("labels", None),
        ("labels", "ab"),
        ("labels", ["Health", 1]),
        ("temperature", 0),
        ("temperature", "1"),
        ("threshold", 1.5),
        ("max_length", 2),
    ],
)
def test_an_impossible_value_is_named(field: str, value: Any) -> None:
    content = json.loads(MANIFEST_OF_WORDS.to_json()) | {field: value}

    with pytest.raises(ArtifactError, match=field):
        Manifest.from_json(json.dumps(content))


def test_any_labels_of_the_user_are_kept_in_their_order() -> None:
    manifest = replace(MANIFEST_OF_WORDS, labels=("Sport", "Politik", "Kultur"))

    assert Manifest.from_json(manifest.to_json()).labels == ("Sport", "Politik", "Kultur")
