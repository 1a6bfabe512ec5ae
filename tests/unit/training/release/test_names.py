import re

import pytest

from tests.started_api import ROOT
from training.release.errors import ReleaseError
from training.release.names import check_name, is_semantic, precedence


@pytest.mark.parametrize("name", ["news", "News-2", "a", "1.0.0", "1.0.0-rc.1", "x_y", "a" * 64])
def test_plain_names_may_be_used(name: str) -> None:
    assert check_name("version", name) == name


@pytest.mark.parametrize(
    "name", ["", "a/b", "..", ".hidden", "-x", "a b", "1.0.0+build", "é", "a" * 65, "a\n", "s3://x"]
)
def test_what_is_no_plain_part_of_a_key_is_refused(name: str) -> None:
    with pytest.raises(ReleaseError, match="cannot be used: only letters, digits"):
        check_name("name", name)


def test_no_version_is_called_as_the_folder_of_the_pointers() -> None:
    with pytest.raises(ReleaseError, match="version 'stages' cannot be used: the pointers"):
        check_name("version", "stages")

    assert check_name("stage", "stages") == "stages"


def test_no_pointer_is_called_as_a_file_that_the_bucket_lets_nobody_write_twice() -> None:
    policy = (ROOT / "infrastructure/storage.yml").read_text()
    once = set(re.findall(r"/models/\*/\*/(\w+)\.json'", policy))

    assert once == {"answers", "claim", "manifest", "tokenizer"}
    for name in once:
        with pytest.raises(
            ReleaseError, match=f"stage '{name}' cannot be used: {name}.json is a file of a release"
        ):
            check_name("stage", name)
        assert check_name("version", name) == name


def test_versions_are_sorted_by_their_numbers() -> None:
    oldest_first = (
        "nightly",
        "v2",
        "0.9.0",
        "1.0.0-alpha.2",
        "1.0.0-alpha.10",
        "1.0.0-rc",
        "1.0.0",
        "1.9.0",
        "1.10.0",
    )

    assert sorted({*oldest_first}, key=precedence) == [*oldest_first]


@pytest.mark.parametrize(
    ("version", "answer"),
    [("1.2.3", True), ("1.2.3-rc.1", True), ("1.2", False), ("v1.2.3", False), ("01.2.3", False)],
)
def test_semantic_versions_are_known(version: str, answer: bool) -> None:
    assert is_semantic(version) is answer
