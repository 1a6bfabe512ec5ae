import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.answering import answers, release
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from training.release.__main__ import main
from training.release.commands import compare
from training.release.published import Release
from training.release.store import Store

WORDS = {"shares": (3.0, 0.0), "flu": (0.0, 3.0)}


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """Two artifacts: the first one right about 300 of 400 headlines, the second one about 360."""
    found = []
    for version, right in (("1.0.0", 300), ("1.1.0", 360)):
        folder = make_artifact(
            tmp_path / version, WORDS, manifest=replace(MANIFEST_OF_WORDS, version=version)
        )
        said = answers([row < right for row in range(400)])
        (folder / "answers.json").write_bytes(said.to_json())
        found.append(str(folder))
    return found


def test_two_artifacts_stand_side_by_side(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *folders]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["words", "1.0.0", "words", "1.1.0", "difference,", "95", "%", "interval"]
    assert lines[1].split()[:4] == ["accuracy", "0.7500", "0.9000", "+0.1500"]
    assert (
        "400 headlines; both say the same of 85.0 %; 0 only the first has right, 60 only the second"
        in lines[-2]
    )
    assert lines[-1].startswith(
        "words 1.1.0 is better than words 1.0.0: its accuracy differs by +15.00 points"
    )


def test_a_program_may_read_it(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *folders, "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["figures"]["accuracy"]["second"] == 0.9


def test_headlines_that_were_left_out_are_told(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(folders[1]) / "answers.json"
    content = json.loads(path.read_text())
    content["truth"][0] = 1 - content["truth"][0]
    path.write_text(json.dumps(content))

    assert main(["compare", *folders]) == 0

    assert "\n1 more were left out: their labels are not the same" in capsys.readouterr().out


def test_versions_of_a_store_are_found_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_release(store: Store, name: str, version: str) -> Release:
        assert (store.uri(), name) == ("s3://releases", "words")
        return release(version, answers([True] * 40))

    monkeypatch.setattr(compare, "open_release", open_release)

    assert main(["compare", "1.0.0", "1.1.0", "--name", "words", "--store", "s3://releases"]) == 0

    assert "can tell from chance" in capsys.readouterr().out


def test_a_version_without_a_store_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWSDESK_STORE", raising=False)

    assert main(["compare", "1.0.0", "1.1.0"]) == 2

    assert capsys.readouterr().err == (
        "error: 1.0.0 is no folder of an artifact; of a release, name --store and --name, too\n"
    )
