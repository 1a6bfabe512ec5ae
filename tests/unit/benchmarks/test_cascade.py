import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import cascade as module
from benchmarks.cascade import cascade, main
from benchmarks.cascade_figures import LINEAR, ORACLE
from benchmarks.subset import open_subset
from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from training.baselines import tfidf
from training.data import Prepared
from training.metrics import figures
from training.recipe import RecipeError


@pytest.fixture
def folder(data: Prepared, tmp_path: Path) -> Path:
    """The prepared headlines without those of test: to open it would be an error."""
    folder = Path(shutil.copytree(data.path, tmp_path / "without"))
    (folder / "test.jsonl").unlink()
    return folder


@pytest.fixture
def words(data: Prepared, tmp_path: Path) -> Path:
    """An artifact that knows a few words of the headlines, one of them wrongly."""
    weights = {"shares": (3, 0, 0), "flu": (0, 2, 0), "comet": (0, 0, 2), "bank": (0, 1, 0)}
    return make_artifact(tmp_path / "words", weights, manifest=replace(MANIFEST_OF_WORDS, labels=data.labels))


def test_the_ends_are_what_each_answers_alone(words: Path, folder: Path) -> None:
    prepared, opened = open_subset(folder, train=9), open_artifact(words)
    train, valid = (prepared.split(name) for name in ("train", "valid"))

    found = cascade(opened, prepared)

    served = LocalClassifier(opened).classify(valid.texts)
    right = [
        answer.predicted_label == prepared.labels[label]
        for answer, label in zip(served, valid.labels, strict=True)
    ]
    linear = tfidf(train, valid, len(prepared.labels)).probabilities(valid.texts)
    assert 0 < sum(right) < len(right)
    assert found.accuracy(ORACLE, 0) == found.accuracy(LINEAR, 0) == sum(right) / len(right)
    assert found.accuracy(ORACLE, 1) == 1
    assert found.accuracy(LINEAR, 1) == figures(linear, valid.labels, prepared.labels).accuracy < 1
    assert found.share(found.threshold) == sum(answer.needs_review for answer in served) / len(served)


def test_other_labels_are_refused(words: Path, data: Prepared) -> None:
    with pytest.raises(RecipeError, match=f"is labelled Sport, the artifact {', '.join(data.labels)}"):
        cascade(open_artifact(words), replace(data, labels=("Sport",)))


def test_the_command_writes_a_report(
    words: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    assert main(["--artifact", str(words), "--data", str(folder), "--out", str(out)]) == 0

    assert "(the model's)" in capsys.readouterr().out
    content = json.loads((out / "cascade.json").read_text())
    assert content["headlines"] == {"split": "valid", "rows": len(open_subset(folder).split("valid"))}
    assert {path.name for path in out.iterdir()} == {"cascade.md", "cascade.json", "cascade.png"}


def test_a_first_look_is_at_few_headlines(
    words: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUICK", {"train": 30, "valid": 20})

    assert main(["--artifact", str(words), "--data", str(folder), "--out", str(tmp_path), "--quick"]) == 0

    assert json.loads((tmp_path / "cascade.json").read_text())["headlines"]["rows"] == 20


def test_the_command_names_what_is_missing(
    words: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--artifact", str(words), "--data", str(tmp_path)]) == 2
    assert main(["--artifact", str(tmp_path), "--data", str(folder)]) == 2

    errors = capsys.readouterr().err
    assert "is not a prepared folder" in errors
    assert "manifest.json" in errors
