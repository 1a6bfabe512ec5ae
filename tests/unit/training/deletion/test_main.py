import json

import pytest

from training.data import Prepared, prepare
from training.deletion.__main__ import main


@pytest.fixture(scope="module")
def two_labels(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("two")
    rows = [
        f"Some {word} news of day {n},{label}"
        for word, label in (("shares", "Business"), ("flu", "Health"))
        for n in range(30)
    ]
    (folder / "rows.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    return prepare([folder / "rows.csv"], folder / "prepared", valid=0.1, test=0.2, progress=False)


def test_the_figures_are_shown_and_written(artifact, two_labels, tmp_path, capsys) -> None:
    assert main([str(artifact), str(two_labels.path), "--limit", "5", "--out", str(tmp_path / "out")]) == 0

    shown = capsys.readouterr().out
    report = json.loads((tmp_path / "out" / "explanations.json").read_text())
    assert "of 5 headlines" in shown
    assert report["headlines"] == 5
    assert f"{report['advantage'][0]['value']:.3f}" in shown
    assert report["cost"]["texts"] == 13
    assert "(explanations.png)" in (tmp_path / "out" / "explanations.md").read_text()
    assert (tmp_path / "out" / "explanations.png").stat().st_size > 0


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
def test_a_limit_must_be_a_number_of_headlines(artifact, two_labels, limit, capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(artifact), str(two_labels.path), "--limit", limit])

    assert stopped.value.code == 2
    assert f"'{limit}' is not a number of headlines" in capsys.readouterr().err


def test_a_folder_that_was_not_prepared_is_an_error(artifact, tmp_path, capsys) -> None:
    assert main([str(artifact), str(tmp_path)]) == 2
    assert "is not a prepared folder" in capsys.readouterr().err
