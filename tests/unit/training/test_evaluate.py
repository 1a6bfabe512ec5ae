import json
import re
from pathlib import Path
from typing import cast

import pytest

from model.artifact import open_artifact
from tests.artifacts import make_artifact
from training.data import Prepared, Split, prepare
from training.evaluate import evaluate, main
from training.report.options import ReportOptions
from training.studies import Result
from training.studies.corpus import Corpus
from training.studies.folder import begin
from training.studies.job import Study


@pytest.fixture(scope="module")
def two_labels(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("two")
    rows = [
        f"{word} number {n},{label}"
        for word, label in (("shares", "Business"), ("flu", "Health"))
        for n in range(30)
    ]
    rows[0] = "flu of the market,Business"
    (folder / "rows.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    return prepare(
        [folder / "rows.csv"],
        folder / "prepared",
        labels=["Business", "Health"],
        valid=0.1,
        test=0.1,
        progress=False,
    )


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return make_artifact(tmp_path / "artifact", {"shares": (3.0, 0.0), "flu": (0.0, 3.0)})


def test_the_report_holds_what_the_artifact_answered(
    artifact: Path, two_labels: Prepared, tmp_path: Path
) -> None:
    found = evaluate(artifact, two_labels.path, tmp_path / "report", split="train")

    report = json.loads((tmp_path / "report" / "report.json").read_text())
    wrong = "flu of the market" in two_labels.split("train").texts
    assert sum(map(sum, found.confusion)) == len(two_labels.split("train"))
    assert found.confusion[0][1] == wrong
    assert report["accuracy"] == round(found.accuracy, 4)
    text = (tmp_path / "report" / "report.md").read_text()
    assert f"| train | 48 | {found.accuracy:.3f} (" in text
    assert list(report["sections"]) == [
        "overview",
        "labels",
        "calibration",
        "coverage",
        "baselines",
        "slices",
        "mistakes",
        "label_errors",
    ]
    pictures = {path.name for path in (tmp_path / "report").glob("*.png")}
    assert all(f"({picture})" in text for picture in pictures)
    assert pictures == {"baselines.png", "confusion.png", "coverage.png", "reliability.png", "slices.png"}


def cases(folder: Path, business: str) -> Path:
    folder.mkdir()
    (folder / "minimum.yaml").write_text(
        f"least: 0.9\nheadlines:\n  Business: [{business}]\n  Health: [flu in town]\n"
    )
    return folder


def test_a_model_that_behaves_passes_the_gate(artifact: Path, two_labels: Prepared, tmp_path: Path) -> None:
    options = ["--behaviour", str(cases(tmp_path / "cases", "shares rise")), "--without-baselines"]

    code = main([str(artifact), str(two_labels.path), "--out", str(tmp_path / "report"), *options])

    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert code == 0
    assert "behaviour" in report["sections"]


def test_a_model_that_does_not_behave_is_reported_and_refused(
    artifact: Path, two_labels: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--behaviour", str(cases(tmp_path / "cases", "flu of the bank")), "--without-baselines"]

    code = main([str(artifact), str(two_labels.path), "--out", str(tmp_path / "report"), *options])

    printed = capsys.readouterr().err
    assert code == 1
    assert re.search(r"Business -> Health 0\.\d\d: flu of the bank", printed)
    assert "flu of the bank" in (tmp_path / "report" / "report.json").read_text()
    assert "**fails**" in (tmp_path / "report" / "report.md").read_text()


def test_other_labels_are_refused(artifact: Path, data: Prepared, tmp_path: Path, capsys) -> None:
    assert main([str(artifact), str(data.path), "--out", str(tmp_path / "report")]) == 2
    assert "the artifact Business, Health" in capsys.readouterr().err


def test_recorded_figures_leave_network_and_tokenizer_alone(
    artifact: Path, two_labels: Prepared, tmp_path: Path
) -> None:
    manifest = json.loads((artifact / "manifest.json").read_text())
    manifest["metrics"] = {}
    (artifact / "manifest.json").write_text(json.dumps(manifest))
    before = open_artifact(artifact)

    found = evaluate(artifact, two_labels.path, tmp_path / "report", record=True)

    after = open_artifact(artifact)
    assert (after.network, after.tokenizer) == (before.network, before.tokenizer)
    assert after.manifest.metrics["test"]["rows"] == found.rows
    assert "| test | 6 |" in (artifact / "MODEL_CARD.md").read_text()


def test_a_missing_artifact_is_named(two_labels: Prepared, tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path / "none"), str(two_labels.path), "--out", str(tmp_path / "report")]) == 2
    assert "has no manifest.json" in capsys.readouterr().err


def test_unless_asked_the_artifact_stays_as_it_is(
    artifact: Path, two_labels: Prepared, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in artifact.iterdir()}

    evaluate(artifact, two_labels.path, tmp_path / "report")

    assert {path.name: path.read_bytes() for path in artifact.iterdir()} == before


def test_a_report_to_be_published_holds_no_headline(
    artifact: Path, two_labels: Prepared, tmp_path: Path, capsys
) -> None:
    out, other = tmp_path / "report", tmp_path / "other.csv"
    other.write_text("headline,label\nflu remedy against flu and shares,Health\nnew shares,Business\n")
    command = [str(artifact), str(two_labels.path), "--out", str(out), "--split", "train"]

    assert main([*command, "--without-baselines", "--also", f"elsewhere={other}", "--without-texts"]) == 0

    content = (out / "report.md").read_text() + (out / "report.json").read_text()
    texts = [*two_labels.split("train").texts, "flu remedy against flu and shares", "new shares"]
    assert not [text for text in texts if text in content]
    assert "| elsewhere | 2 | 1.000" in content
    assert "baselines" not in json.loads((out / "report.json").read_text())["sections"]
    assert f"the report is in {out}" in capsys.readouterr().out


def test_ctrl_c_writes_no_report(
    artifact: Path, two_labels: Prepared, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.evaluate.measure", interrupted)

    assert main([str(artifact), str(two_labels.path), "--out", str(tmp_path / "report")]) == 130
    assert "no report was written" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_studies_are_shown(artifact: Path, two_labels: Prepared, tmp_path: Path) -> None:
    rows = Split(
        ["shares in bread", "flu in town"],
        [0, 1],
        {"story": ["a", "b"], "publisher": ["Daily Loaf", "Daily Loaf"]},
    )
    plan = {
        "recipe": {"epochs": 1},
        "corpus": {
            "files": [{"name": "news.csv"}],
            "labels": list(two_labels.labels),
            "rows": 2,
            "stories": 2,
        },
        "added": [],
        "jobs": ["random-1", "story-1", "curve-1000"],
    }
    begin(tmp_path / "studies", plan, Corpus(two_labels.labels, rows))
    for name in ("random-1", "story-1", "curve-1000"):
        answers = [[0.9, 0.1], [0.8, 0.2]]
        study = cast(Study, name.partition("-")[0])
        Result(name, study, 4, 1.0, [0, 1], [0, 1], answers, answers).write(tmp_path / "studies")

    evaluate(
        artifact,
        two_labels.path,
        tmp_path / "report",
        options=ReportOptions(baselines=False, studies=tmp_path / "studies"),
    )

    sections = json.loads((tmp_path / "report" / "report.json").read_text())["sections"]
    assert sections["splits"]["splits"]["story"]["recipe"]["accuracy"]["value"] == 0.5
    assert sections["learning_curve"]["points"][0]["trained"] == 4
    held_out = next(name for name in sections["slices"] if name.startswith("stories held out"))
    assert sections["slices"][held_out]["slices"]["publisher"]["Daily Loaf"]["rows"] == 2
    assert len(sections["label_errors"]) == 2
    assert (tmp_path / "report" / "splits.png").exists()
    assert (tmp_path / "report" / "learning_curve.png").exists()
