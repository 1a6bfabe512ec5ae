from pathlib import Path
from typing import Any

from tests.releases import Run, make_release
from training.release.store import Store


def test_an_empty_store_is_said_to_be_empty(store: Store, run: Run) -> None:
    assert run("list") == (0, f"no release in {store.uri()}\n")


def test_releases_are_shown_with_figures_and_stages(store: Store, tmp_path: Path, run: Run) -> None:
    for version in ("1.9.0", "1.10.0"):
        run("publish", make_release(tmp_path / version, version))
    run("publish", make_release(tmp_path / "other", name="other"))
    for stage in ("dev", "prod"):
        run("promote", "words", "1.9.0", "--stage", stage)

    code, said = run("list")

    assert code == 0
    head, *rows = [line.split() for line in said.splitlines()]
    assert head == ["NAME", "VERSION", "PUBLISHED", "ACCURACY", "ECE", "MB", "STAGES"]
    figures = ["0.7500", "0.0200", "0.0"]
    assert [row[:2] + row[4:] for row in rows] == [
        ["other", "1.0.0", *figures, "-"],
        ["words", "1.10.0", *figures, "-"],
        ["words", "1.9.0", *figures, "dev,", "prod"],
    ]
    assert [line.split()[0] for line in run("list", "words")[1].splitlines()] == ["NAME", "words", "words"]


def test_what_is_unfinished_is_shown_where_it_is_asked_for(
    store: Store, s3: Any, tmp_path: Path, run: Run
) -> None:
    run("publish", make_release(tmp_path))
    s3.delete_object(Bucket=store.bucket, Key="models/words/1.0.0/manifest.json")

    assert run("list") == (0, f"no release in {store.uri()}\n")
    assert "unfinished: words 1.0.0, begun 2" in run("list", "--unfinished")[1]


def test_a_damaged_release_does_not_hide_the_others(store: Store, s3: Any, tmp_path: Path, run: Run) -> None:
    run("publish", make_release(tmp_path))
    s3.put_object(Bucket=store.bucket, Key="models/words/2.0.0/manifest.json", Body=b"{}")

    code, said = run("list")

    assert code == 1
    assert "\nwords  1.0.0 " in said
    assert "\ndamaged: words 2.0.0: " in said


def test_a_damaged_pointer_does_not_hide_what_there_is(
    store: Store, s3: Any, tmp_path: Path, run: Run
) -> None:
    run("publish", make_release(tmp_path))
    run("promote", "words", "1.0.0", "--stage", "prod")
    for stage in ("dev", "manifest", ".hidden"):
        s3.put_object(Bucket=store.bucket, Key=f"models/words/stages/{stage}.json", Body=b"{}")

    code, said = run("list")

    assert code == 1
    assert said.splitlines()[1].split()[:2] == ["words", "1.0.0"]
    assert said.splitlines()[1].endswith(" prod")
    assert [line.partition(" of ")[0] for line in said.splitlines()[2:]] == [
        "damaged: .hidden",
        "damaged: dev",
        "damaged: manifest",
    ]


def test_a_name_that_can_be_none_is_an_error(store: Store, run: Run) -> None:
    code, said = run("list", "a/b")

    assert code == 2
    assert "name 'a/b' cannot be used" in said
