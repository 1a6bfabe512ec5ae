import json
from pathlib import Path
from typing import Any

import pytest

from tests.releases import METRICS, Run, make_release
from training.release.store import Store


@pytest.fixture(autouse=True)
def published(store: Store, tmp_path: Path, run: Run) -> None:
    for version in ("1.0.0", "1.1.0"):
        run("publish", make_release(tmp_path / version, version))


def test_the_newest_is_shown_unless_another_is_named(run: Run) -> None:
    assert run("show", "words")[1].startswith("words 1.1.0\n  address    s3://")
    code, said = run("show", "words", "1.0.0")

    assert code == 0
    assert said.startswith("words 1.0.0\n")
    assert "  labels     Business, Health\n" in said
    assert "  test       rows 4, accuracy 0.75, macro_f1 0.7333, ece 0.02\n" in said
    assert "  file       MODEL_CARD.md, 8 bytes\n" in said


def test_a_stage_is_shown_with_its_history_and_reasons(run: Run) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod", "--reason", "the first")
    run("promote", "words", "1.1.0", "--stage", "prod", "--max-size", "0", "--force", "--reason", "wanted")
    run("rollback", "words", "--stage", "prod", "--reason", "callers complain")

    code, said = run("show", "words", "--stage", "prod")

    assert code == 0
    assert said.startswith("words 1.0.0\n")
    steps = said.partition("prod of words\n")[2].splitlines()
    assert len(steps) == 3
    assert steps[0].startswith("  1.0.0, rolled back 2")
    assert steps[0].endswith("; callers complain")
    assert "  1.1.0, promoted 2" in steps[1]
    assert "; wanted; against size: " in steps[1]
    assert steps[2].endswith("; the first")


def test_json_holds_it_all(run: Run, store: Store) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod")

    content = json.loads(run("show", "words", "--stage", "prod", "--json")[1])

    assert content["address"] == f"{store.uri()}/models/words/1.0.0"
    assert content["manifest"]["metrics"] == METRICS
    assert content["files"]["MODEL_CARD.md"]["size"] == 8
    assert content["stage"]["version"] == "1.0.0"
    assert content["stage"]["manifest"] == content["sha256"]
    assert content["stage"]["history"] == []
    assert "stage" not in json.loads(run("show", "words", "--json")[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["words", "2.0.0"], "has no words 2.0.0; there are 1.1.0, 1.0.0"),
        (["mine"], "has no release of mine"),
        (["words", "--stage", "prod"], "nothing was ever promoted to prod of words"),
    ],
)
def test_what_is_not_there_is_an_error(run: Run, words: list[str], said: str) -> None:
    code, printed = run("show", *words)

    assert code == 2
    assert said in printed


def test_another_manifest_than_that_which_was_promoted_is_an_error(run: Run, store: Store, s3: Any) -> None:
    run("promote", "words", "1.0.0", "--stage", "prod")
    key = "models/words/stages/prod.json"
    pointer = json.loads(s3.get_object(Bucket=store.bucket, Key=key)["Body"].read())
    s3.put_object(Bucket=store.bucket, Key=key, Body=json.dumps(pointer | {"manifest": "ab" * 32}))

    code, said = run("show", "words", "--stage", "prod")

    assert code == 2
    assert "manifest.json is not the one that was promoted to prod" in said
