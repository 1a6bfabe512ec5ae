import json

import pytest

from training.behaviour.__main__ import main

GOOD = {"invariance": None, "direction": None, "out_of_scope": None}


def test_a_model_that_behaves(artifact, folder, capsys) -> None:
    assert main([str(artifact), str(folder(**GOOD))]) == 0

    shown = capsys.readouterr().out
    assert "Business   1.000 >= 0.9   passes" in shown
    assert shown.endswith("every check passes\n")


def test_a_model_that_does_not_is_shown_where(artifact, folder, capsys) -> None:
    wrong = "{least: 0.9, headlines: {Business: [Fed, Flu at the Fed], Health: [Flu]}}"

    assert main([str(artifact), str(folder(**GOOD | {"minimum": wrong}))]) == 1

    shown = capsys.readouterr().out
    assert "Business   0.500 >= 0.9   FAILS" in shown
    assert "minimum, Business: Business -> Health 0.71: Flu at the Fed" in shown
    assert "1 of 2 checks fail" in shown


def test_allowed_failures_are_shown_when_asked_for(artifact, folder, capsys) -> None:
    wrong = "{least: 0.5, headlines: {Business: [Fed, Flu at the Fed]}}"
    path = str(folder(**GOOD | {"minimum": wrong}))

    assert main([str(artifact), path]) == 0
    assert "Flu at the Fed" not in capsys.readouterr().out
    assert main([str(artifact), path, "--failures"]) == 0
    assert "Flu at the Fed" in capsys.readouterr().out


def test_the_report_is_written(artifact, folder, tmp_path) -> None:
    assert main([str(artifact), str(folder()), "--out", str(tmp_path / "report")]) == 1

    report = json.loads((tmp_path / "report" / "behaviour.json").read_text())
    text = (tmp_path / "report" / "behaviour.md").read_text()
    assert report["passed"] is False
    for picture in ("invariance", "direction", "scope"):
        assert (tmp_path / "report" / f"behaviour_{picture}.png").stat().st_size > 0
        assert f"(behaviour_{picture}.png)" in text


@pytest.mark.parametrize(
    ("replaced", "message"),
    [
        (
            {"minimum": "{least: 1, headlines: {Helth: [Flu]}}"},
            "label 'Helth' is not one of Business, Health",
        ),
        (
            {"invariance": "{changes: {mine: {least: 1, change: curly quotes}}}"},
            "'mine' alters none of the 3",
        ),
    ],
)
def test_cases_that_cannot_be_used_are_an_error(artifact, folder, capsys, replaced, message) -> None:
    assert main([str(artifact), str(folder(**replaced))]) == 2
    assert message in capsys.readouterr().err


def test_a_missing_artifact_is_an_error(folder, tmp_path, capsys) -> None:
    assert main([str(tmp_path / "none"), str(folder())]) == 2
    assert "has no manifest.json" in capsys.readouterr().err
