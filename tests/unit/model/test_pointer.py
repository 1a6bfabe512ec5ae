import json
import re
from pathlib import Path

import pytest

from model.artifact import MANIFEST, open_artifact, read_manifest, sha256
from model.errors import ArtifactError
from model.pointer import Pointer, is_pointer, read_changed_pointer, read_pointer
from tests.stages import make_release, point


@pytest.mark.parametrize(
    ("address", "points"),
    [
        ("s3://bucket/models/news/stages/prod.json", True),
        ("s3://bucket/a/prefix/models/news/stages/prod.json", True),
        ("models/news/stages/prod.json", True),
        (Path("/store/models/news/stages/dev.json"), True),
        ("s3://bucket/models/news/1.0.0", False),
        ("s3://bucket/models/news/stages/prod", False),
        ("s3://models/news/stages/prod.json", False),  # a bucket of that name, which has no folder `models`
        ("model/release", False),
    ],
)
def test_a_pointer_is_known_by_its_address(address: str | Path, points: bool) -> None:
    assert is_pointer(address) is points


def test_it_names_a_release_of_its_store(tmp_path: Path) -> None:
    release = make_release(tmp_path, "1.0.0")
    pointer = point(tmp_path, "1.0.0")

    found = sha256((release / MANIFEST).read_bytes())
    assert read_pointer(pointer) == Pointer(str(release), "words", "1.0.0", found)


def test_it_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    make_release(tmp_path, "1.0.0")
    make_release(tmp_path, "1.1.0")
    pointer = point(tmp_path, "1.0.0")
    found = read_changed_pointer(pointer, None)
    assert found is not None
    _, tag = found

    assert read_changed_pointer(pointer, tag) is None
    point(tmp_path, "1.1.0")
    changed = read_changed_pointer(pointer, tag)
    assert changed is not None
    assert (changed[0].version, changed[1] == tag) == ("1.1.0", False)


def test_an_artifact_opens_by_the_pointer_to_it(tmp_path: Path) -> None:
    release = make_release(tmp_path, "1.0.0")
    pointer = point(tmp_path, "1.0.0")

    assert open_artifact(pointer) == open_artifact(release)
    assert read_manifest(pointer).version == "1.0.0"


def test_a_release_with_another_manifest_than_was_promoted_is_refused(tmp_path: Path) -> None:
    make_release(tmp_path, "1.0.0")
    pointer = point(tmp_path, "1.0.0", manifest="0" * 64)

    with pytest.raises(
        ArtifactError, match=r"manifest\.json of .*1\.0\.0 has SHA-256 [0-9a-f]+, it should have 000"
    ):
        open_artifact(pointer)


def test_a_pinned_manifest_holds_against_the_pointer_too(tmp_path: Path) -> None:
    make_release(tmp_path, "1.0.0")

    with pytest.raises(ArtifactError, match="points to another manifest than 111"):
        read_manifest(point(tmp_path, "1.0.0"), "1" * 64)


def test_no_pointer_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"there is no pointer .*prod\.json; a promotion writes it"):
        read_pointer(tmp_path / "models/words/stages/prod.json")
    with pytest.raises(ArtifactError, match=r"is not STORE/models/NAME/stages/STAGE\.json"):
        read_pointer(tmp_path / "models/words/prod.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "tone"}, "points to 'tone', which is another model"),
        ({"version": "../../tone/1.0.0"}, "points to '../../tone/1.0.0', which is no version"),
        ({"version": "stages"}, "points to 'stages', which is no version"),
        ({"version": None}, "points to None, which is no version"),
        ({"manifest": "abc"}, "has no SHA-256 of a manifest, but 'abc'"),
    ],
)
def test_what_a_pointer_cannot_say_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    pointer = point(tmp_path, "1.0.0")
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | change))

    with pytest.raises(ArtifactError, match=re.escape(message)):
        read_pointer(pointer)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"name": "words"}'])
def test_what_is_no_pointer_is_told(tmp_path: Path, content: str) -> None:
    pointer = point(tmp_path, "1.0.0")
    pointer.write_text(content)

    with pytest.raises(ArtifactError, match="is not a pointer: it lacks name, version or manifest"):
        read_pointer(pointer)
