from pathlib import Path
from typing import Any

import pytest

from tests.releases import Run, make_release
from training.release.store import Store


@pytest.fixture
def promoted(store: Store, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three releases, promoted one after the other; the gates are no matter of a rollback."""
    monkeypatch.setattr("training.release.commands.promote.GATES", ())
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        run("publish", make_release(tmp_path / version, version))
        run("promote", "words", version, "--stage", "prod")


def back(run: Run, *words: str) -> tuple[int, str]:
    return run("rollback", "words", "--stage", "prod", *words)


@pytest.mark.usefixtures("promoted")
def test_it_goes_back_and_further_back_and_stops_at_the_first(run: Run) -> None:
    code, said = back(run)

    assert code == 0
    assert said.startswith("words 1.1.0 for prod, which has 1.2.0:\n  passed  hash: ")
    assert said.endswith("rolled back: prod of words is 1.1.0, after 1.2.0\n")
    assert back(run)[1].endswith("prod of words is 1.0.0, after 1.1.0\n")
    assert back(run) == (2, "error: prod of words has no release before 1.0.0; --to names one it had\n")


@pytest.mark.usefixtures("promoted")
def test_it_goes_to_any_release_the_stage_had(run: Run) -> None:
    assert back(run, "--to", "1.0.0")[1].endswith("prod of words is 1.0.0, after 1.2.0\n")
    assert back(run, "--to", "1.2.0")[1].endswith("prod of words is 1.2.0, after 1.0.0\n")
    assert "prod of words is 1.2.0 already, since 2" in back(run, "--to", "1.2.0")[1]


@pytest.mark.usefixtures("promoted")
def test_a_release_the_stage_never_had_is_no_way_back(run: Run, tmp_path: Path) -> None:
    run("publish", make_release(tmp_path / "new", "2.0.0"))

    code, said = back(run, "--to", "2.0.0")

    assert code == 2
    assert "prod of words never had 2.0.0, but 1.2.0, 1.1.0, 1.0.0; `promote` gives it" in said


@pytest.mark.usefixtures("promoted")
def test_a_release_whose_files_are_not_sound_is_refused(run: Run, store: Store, s3: Any) -> None:
    s3.put_object(Bucket=store.bucket, Key="models/words/1.1.0/model.onnx", Body=b"another")

    code, said = back(run)

    assert code == 1
    assert "  FAILED  hash: model.onnx has SHA-256" in said
    assert said.endswith("refused: prod of words stays as it is; --to goes back to another release\n")


@pytest.mark.usefixtures("promoted")
def test_a_release_that_was_made_anew_under_its_version_is_refused(
    run: Run, store: Store, s3: Any, tmp_path: Path
) -> None:
    for key in store.listing("models/words/1.1.0"):
        s3.delete_object(Bucket=store.bucket, Key=key)
    run("publish", make_release(tmp_path / "anew", "1.1.0", weight=2.0))

    code, said = back(run)

    assert code == 2
    assert "manifest.json is not the one that was promoted; --to names another" in said


def test_nothing_to_go_back_from_is_an_error(store: Store, run: Run) -> None:
    assert back(run) == (2, "error: nothing was ever promoted to prod of words\n")
