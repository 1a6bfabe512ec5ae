import json
from pathlib import Path
from typing import Any

import pytest

from tests.releases import Run, make_release
from training.release.store import Store


@pytest.fixture(autouse=True)
def published(store: Store, tmp_path: Path, run: Run) -> None:
    for version in ("1.0.0", "1.1.0"):
        run("publish", make_release(tmp_path / version, version))


def pointer(store: Store) -> dict[str, Any]:
    found = store.read("models/words/stages/prod.json")
    assert found is not None
    content: dict[str, Any] = json.loads(found.content)
    return content


def test_a_release_that_passes_is_promoted(store: Store, run: Run) -> None:
    code, said = run("promote", "words", "1.0.0", "--stage", "prod", "--reason", "the first")

    assert code == 0
    assert said.startswith("words 1.0.0 for prod, which has nothing:\n  passed  hash: 4 files")
    assert "\n  passed  size: 0.0 MB; 262.1 allowed\n" in said
    assert said.endswith("promoted: prod of words is 1.0.0, after nothing\n")
    assert (pointer(store)["version"], pointer(store)["reason"]) == ("1.0.0", "the first")
    assert "after 1.0.0" in run("promote", "words", "1.1.0", "--stage", "prod")[1]


def test_what_is_there_already_changes_nothing(store: Store, run: Run) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod")
    before = pointer(store)

    code, said = run("promote", "words", "1.0.0", "--stage", "prod", "--reason", "again")

    assert code == 0
    assert said == f"prod of words is 1.0.0 already, since {before['promoted']}; nothing was changed\n"
    assert pointer(store) == before


def test_a_gate_that_fails_refuses(store: Store, run: Run) -> None:
    code, said = run("promote", "words", "1.0.0", "--stage", "prod", "--max-size", "0")

    assert code == 1
    assert "  FAILED  size: 0.0 MB; 0.0 allowed\n" in said
    assert said.endswith(
        "refused: prod of words stays as it is; --force --reason TEXT promotes it nevertheless\n"
    )
    assert store.read("models/words/stages/prod.json") is None


def test_force_outweighs_it_with_a_reason_and_both_are_kept(store: Store, run: Run) -> None:
    command = ("promote", "words", "1.0.0", "--stage", "prod", "--max-size", "0", "--force")

    assert run(*command) == (2, "error: --force needs --reason: whoever reads the pointer later will ask\n")
    assert run(*command, "--reason", "wanted")[0] == 0

    assert pointer(store)["reason"] == "wanted"
    assert pointer(store)["forced"] == ["size: 0.0 MB; 0.0 allowed"]


def test_nothing_outweighs_a_hash(store: Store, s3: Any, run: Run) -> None:
    s3.put_object(Bucket=store.bucket, Key="models/words/1.0.0/model.onnx", Body=b"another")

    code, said = run("promote", "words", "1.0.0", "--stage", "prod", "--force", "--reason", "wanted")

    assert code == 1
    assert said.endswith("refused: prod of words stays as it is\n")
    assert store.read("models/words/stages/prod.json") is None


def test_a_stage_whose_release_cannot_be_opened_is_not_compared_with_it(
    store: Store, s3: Any, run: Run
) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod")
    s3.delete_object(Bucket=store.bucket, Key="models/words/1.0.0/manifest.json")

    code, said = run("promote", "words", "1.1.0", "--stage", "prod")

    assert code == 1
    assert "  FAILED  comparison: what prod has cannot be opened: words 1.0.0 is not published" in said
    assert run("promote", "words", "1.1.0", "--stage", "prod", "--force", "--reason", "1.0.0 is lost")[0] == 0


def test_who_promotes_meanwhile_is_not_overwritten(
    store: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod")

    def slow(*_: object) -> list[object]:
        monkeypatch.setattr("training.release.commands.promote.GATES", ())
        assert run("promote", "words", "1.1.0", "--stage", "prod", "--reason", "quick")[0] == 0
        return []

    monkeypatch.setattr("training.release.commands.promote.GATES", (slow,))
    code, said = run("promote", "words", "1.1.0", "--stage", "prod", "--reason", "slow")

    assert code == 2
    assert "somebody else moved prod of words at the same time: it is 1.1.0 since" in said
    assert pointer(store)["reason"] == "quick"


@pytest.mark.parametrize(
    ("version", "stage", "said"),
    [("2.0.0", "prod", "has no words 2.0.0"), ("1.0.0", "a/b", "stage 'a/b' cannot be used")],
)
def test_what_cannot_be_is_an_error(run: Run, version: str, stage: str, said: str) -> None:
    code, printed = run("promote", "words", version, "--stage", stage)

    assert code == 2
    assert said in printed
