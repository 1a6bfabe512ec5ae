import json
from pathlib import Path
from typing import Any

import pytest

from model.artifact import FILES, MANIFEST, open_artifact, sha256
from tests.releases import answers, make_release
from training.release.errors import ReleaseError
from training.release.published import Release, contents_of, open_release
from training.release.publishing import publish
from training.release.store import Store


def put(store: Store, key: str, content: bytes) -> None:
    store._client.put_object(Bucket=store.bucket, Key=key, Body=content)


def released(store: Store, folder: Path, version: str = "1.0.0") -> Release:
    publish(make_release(folder, version), store)
    return open_release(store, "words", version)


def test_a_release_tells_what_it_holds(store: Store, tmp_path: Path) -> None:
    release = released(store, tmp_path)

    assert release.address == f"s3://{store.bucket}/models/words/1.0.0"
    assert release.manifest == open_artifact(tmp_path).manifest
    assert release.digest == sha256((tmp_path / MANIFEST).read_bytes())
    assert release.files.keys() == {*FILES, "answers.json"}
    for name, file in release.files.items():
        assert (file.size, file.sha256) == (
            len((tmp_path / name).read_bytes()),
            sha256((tmp_path / name).read_bytes()),
        )
    assert release.answers() == answers()


def test_a_release_may_lack_answers(store: Store, tmp_path: Path) -> None:
    (make_release(tmp_path) / "answers.json").unlink()
    publish(tmp_path, store)

    assert open_release(store, "words", "1.0.0").answers() is None


def test_other_answers_than_those_that_were_published_are_refused(store: Store, tmp_path: Path) -> None:
    release = released(store, tmp_path)
    put(store, release.key("answers.json"), json.dumps(answers(2)).encode())

    with pytest.raises(ReleaseError, match=r"answers\.json is not the file that was published"):
        release.answers()


def test_another_manifest_than_that_which_was_published_is_refused(store: Store, tmp_path: Path) -> None:
    release = released(store, tmp_path)
    put(store, release.key(MANIFEST), (tmp_path / MANIFEST).read_bytes() + b" ")

    with pytest.raises(ReleaseError, match=r"manifest\.json is not the file that was published"):
        open_release(store, "words", "1.0.0")


def test_what_is_no_manifest_is_named(store: Store) -> None:
    put(store, "models/words/1.0.0/manifest.json", b"{}")

    with pytest.raises(ReleaseError, match=r"models/words/1\.0\.0: manifest\.json lacks name"):
        open_release(store, "words", "1.0.0")


def test_a_release_that_was_put_there_by_hand_has_the_files_of_its_manifest(
    store: Store, tmp_path: Path
) -> None:
    make_release(tmp_path)
    for name in (*FILES, MANIFEST):
        put(store, f"models/words/1.0.0/{name}", (tmp_path / name).read_bytes())

    release = open_release(store, "words", "1.0.0")

    assert {name: file.sha256 for name, file in release.files.items()} == release.manifest.files
    assert release.files["MODEL_CARD.md"].size == len(b"# words\n")


def test_a_copy_under_another_version_is_refused(store: Store, tmp_path: Path) -> None:
    make_release(tmp_path)
    put(store, "models/words/2.0.0/manifest.json", (tmp_path / MANIFEST).read_bytes())

    with pytest.raises(ReleaseError, match=r"words/2\.0\.0 holds words 1\.0\.0: it was copied there"):
        open_release(store, "words", "2.0.0")


def test_a_missing_release_is_told_with_those_that_are_there(store: Store, tmp_path: Path) -> None:
    released(store, tmp_path)

    with pytest.raises(ReleaseError, match=r"has no words 2\.0\.0; there are 1\.0\.0"):
        open_release(store, "words", "2.0.0")
    with pytest.raises(ReleaseError, match=r"has no mine 2\.0\.0; there is no release of mine"):
        open_release(store, "mine", "2.0.0")


def test_a_claim_alone_is_unfinished_and_no_release(store: Store, s3: Any, tmp_path: Path) -> None:
    released(store, tmp_path)
    s3.delete_object(Bucket=store.bucket, Key="models/words/1.0.0/manifest.json")

    contents = contents_of(store)

    assert contents.published == {}
    assert [(name, version) for name, version, _ in contents.unfinished] == [("words", "1.0.0")]
    with pytest.raises(ReleaseError, match=r"words 1\.0\.0 is not published: it was begun at 2"):
        open_release(store, "words", "1.0.0")


def test_a_listing_sorts_versions_and_knows_pointers_from_releases(store: Store, tmp_path: Path) -> None:
    for version in ("1.9.0", "1.10.0"):
        released(store, tmp_path / version, version)
    put(store, "models/words/stages/prod.json", b"{}")
    put(store, "models/words/stages/manifest.json", b"{}")
    put(store, "models/words/model.tar.gz", b"")
    put(store, "models/other/1.0.0/manifest.json", b"{}")

    contents = contents_of(store)

    assert contents.published == {"other": ["1.0.0"], "words": ["1.10.0", "1.9.0"]}
    assert contents.stages == [("words", "manifest"), ("words", "prod")]
    assert contents_of(store, "words").published == {"words": ["1.10.0", "1.9.0"]}
