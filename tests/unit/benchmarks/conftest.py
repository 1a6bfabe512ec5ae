"""The tiny trained network of the training tests, as an artifact beside its run."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.contenders import Subject
from tests.unit.training.conftest import base, data, recipe, run_of_training
from training.data import Prepared
from training.export import export
from training.run_folder import Run

__all__ = ["base", "data", "recipe", "run_of_training"]


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory, run_of_training: Run) -> Path:
    folder = tmp_path_factory.mktemp("artifacts") / "tiny"
    export(run_of_training, folder, name="tiny", version="0.1.0")
    return folder


@pytest.fixture
def subject(tmp_path: Path, run_of_training: Run, artifact: Path) -> Subject:
    return Subject(run_of_training, artifact, tmp_path)


@pytest.fixture(scope="session")
def texts(data: Prepared) -> list[str]:
    """More headlines than a batch holds, of several lengths."""
    return data.split("test").texts[:40]


@pytest.fixture
def mean_subject(subject: Subject, tmp_path: Path) -> Subject:
    """The same weights under a head that reads the mean over the tokens."""
    run = Run(tmp_path / "mean")
    run.write("run.json", {**subject.run.facts, "recipe": {**subject.run.facts["recipe"], "pooling": "mean"}})
    run.network.mkdir()
    for path in subject.run.network.iterdir():
        (run.network / path.name).write_bytes(path.read_bytes())
    config = (run.network / "config.json").read_text().replace('"pooling": "first"', '"pooling": "mean"')
    (run.network / "config.json").write_text(config)
    return replace(subject, run=run)
