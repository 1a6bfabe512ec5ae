from pathlib import Path

import boto3
import pytest

from tests.releases import Run, make_release
from training.data import prepare
from training.data.source import file_sha256
from training.release import build_tarball
from training.release.published import open_release
from training.release.store import Store


def test_it_says_where_the_release_is(store: Store, tmp_path: Path, run: Run) -> None:
    make_release(tmp_path)

    code, said = run("publish", tmp_path)
    again = run("publish", tmp_path)

    assert code == 0
    assert said == f"published words 1.0.0: {store.uri()}/models/words/1.0.0, 0.0 MB in 5 files\n"
    assert again[0] == 0
    assert again[1].startswith(
        f"words 1.0.0 is published already, and the same: {store.uri()}/models/words/1.0.0, since 2"
    )


def test_a_version_that_sorts_as_old_is_noted(store: Store, tmp_path: Path, run: Run) -> None:
    code, said = run("publish", make_release(tmp_path, "1.0"))

    assert code == 0
    assert "note: 1.0 is not MAJOR.MINOR.PATCH, so it is listed as older than any that is\n" in said


def test_a_version_that_is_taken_is_an_error(store: Store, tmp_path: Path, run: Run) -> None:
    run("publish", make_release(tmp_path / "mine"))

    code, said = run("publish", make_release(tmp_path / "other", weight=2.0))

    assert code == 2
    assert said.startswith("error: words 1.0.0 is taken since 2")


def test_another_version_than_expected_is_an_error(store: Store, tmp_path: Path, run: Run) -> None:
    assert run("publish", make_release(tmp_path), "--version", "2.0.0")[0] == 2


def test_ctrl_c_says_what_it_leaves(
    store: Store, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.release.commands.publish.publish", interrupted)

    code, said = run("publish", make_release(tmp_path))

    assert code == 130
    assert said.startswith(
        "\nstopped; nothing of it is visible before all of it is there; the same command goes on"
    )


def test_the_answers_to_prepared_headlines_go_with_it(store: Store, tmp_path: Path, run: Run) -> None:
    rows = [
        f"{word} {n},{label}"
        for n in range(40)
        for word, label in (("shares", "Business"), ("flu", "Health"))
    ]
    (tmp_path / "rows.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    data = prepare([tmp_path / "rows.csv"], tmp_path / "data", labels=["Business", "Health"], progress=False)

    code, said = run("publish", make_release(tmp_path / "words"), "--data", data.path)

    assert code == 0, said
    found = open_release(store, "words", "1.0.0").answers()
    assert found is not None
    assert (found["split"], found["fingerprint"]) == ("test", data.fingerprint)
    assert len(found["keys"]) == len(data.split("test"))
    assert "shares" not in str(found)


@pytest.mark.parametrize("where", ["here", "in S3"])
def test_what_a_training_job_left_is_published_with_its_tarball(
    store: Store, tmp_path: Path, run: Run, where: str
) -> None:
    packed = tmp_path / "model.tar.gz"
    build_tarball(make_release(tmp_path / "artifact"), [], packed)
    address = str(packed)
    if where == "in S3":
        bucket = store.uri().removeprefix("s3://").partition("/")[0]
        boto3.client("s3").upload_file(str(packed), bucket, "jobs/words-1/output/model.tar.gz")
        address = f"s3://{bucket}/jobs/words-1/output/model.tar.gz"

    code, said = run("publish", address)

    assert code == 0, said
    release = open_release(store, "words", "1.0.0")
    assert release.files["model.tar.gz"].sha256 == file_sha256(packed)


def test_a_tarball_of_a_tarball_is_one_too_many(store: Store, tmp_path: Path, run: Run) -> None:
    packed = tmp_path / "model.tar.gz"
    build_tarball(make_release(tmp_path / "artifact"), [], packed)

    code, said = run("publish", packed, "--tarball", packed)

    assert code == 2
    assert "is a tarball itself" in said
