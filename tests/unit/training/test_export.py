import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from training.data import Prepared
from training.export import Parity, ParityError, check_parity, export, main, parity, quantised
from training.inference import network_logits
from training.recipe import RecipeError
from training.run_folder import Run


@pytest.fixture(scope="module")
def artifact(run_of_training: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("artifacts") / "news"
    export(run_of_training, out, name="news", version="1.2.3", notes="Made for a test.\n")
    return out


def test_the_artifact_answers_as_the_network_does(
    artifact: Path, run_of_training: Run, data: Prepared
) -> None:
    texts = data.split("test").texts

    found = LocalClassifier.open(artifact).logits(texts)

    expected = network_logits(run_of_training, texts)
    assert np.abs(found - expected).max() < 0.15 * expected.std()


def test_its_manifest_tells_where_it_came_from(artifact: Path, run_of_training: Run, data: Prepared) -> None:
    manifest = LocalClassifier.open(artifact).manifest

    assert (manifest.name, manifest.version, manifest.labels) == ("news", "1.2.3", data.labels)
    assert manifest.data["fingerprint"] == data.fingerprint
    assert manifest.temperature == run_of_training.calibration["temperature"]
    assert manifest.metrics["valid"]["rows"] == 72
    assert manifest.metrics["valid"]["parity"]["agreement"] >= 0.995
    assert manifest.architecture["layers"] == 2
    assert manifest.architecture["pooling"] == "first"
    card = (artifact / "MODEL_CARD.md").read_text()
    assert "| valid | 72 |" in card
    assert card.endswith("Made for a test.\n")


def test_what_is_made_in_memory_is_what_is_exported(artifact: Path, run_of_training: Run) -> None:
    made = quantised(run_of_training, name="news", version="1.2.3")

    written = open_artifact(artifact)
    assert (made.network, made.tokenizer) == (written.network, written.tokenizer)
    assert (
        replace(made.manifest, metrics=written.manifest.metrics, files=written.manifest.files)
        == written.manifest
    )


def test_a_headline_does_not_feel_its_batch_mates(artifact: Path, data: Prepared) -> None:
    classifier = LocalClassifier.open(artifact)
    texts = data.split("test").texts

    together = np.array([answer.probabilities[0] for answer in classifier.classify(texts)])
    alone = np.array([classifier.classify([text])[0].probabilities[0] for text in texts])

    assert np.abs(together - alone).max() <= 1e-5


def test_parity_is_measured() -> None:
    network = np.array([[2.0, 0.0], [2.0, 0.0], [0.0, 2.0], [0.0, 2.0]])
    artifact = np.array([[2.0, 0.0], [0.0, 2.0], [0.0, 2.0], [0.0, 2.0]])

    found = parity(network, artifact, np.array([0, 0, 1, 1]))

    assert found.agreement == 0.75
    assert found.accuracy_drop == 0.25
    assert found.largest_difference == pytest.approx(0.7616, abs=1e-4)


@pytest.mark.parametrize(
    "found",
    [
        Parity(1000, 0.988, 0.0, 0.1),
        Parity(100_000, 0.994, 0.0, 0.1),
        Parity(1000, 1.0, 0.01, 0.1),
        Parity(1000, float("nan"), 0.0, 0.0),
        Parity(72, 70 / 72, 0.0, 0.1),
        Parity(72, 70 / 72, 2 / 72, 0.1),
    ],
)
def test_too_far_from_the_network_is_refused(found: Parity) -> None:
    with pytest.raises(ParityError, match="agrees with the network on"):
        check_parity(found)


def test_as_few_between_two_labels_as_chance_explains_may_differ() -> None:
    check_parity(Parity(580, 576 / 580, -0.0034, 0.1))

    with pytest.raises(ParityError, match=r"on 98\.62% of the 580 headlines"):
        check_parity(Parity(580, 572 / 580, 0.0, 0.1))


@pytest.mark.parametrize("rows", [3, 72, 199, 1336])
def test_one_headline_may_always_differ(rows: int) -> None:
    network = np.tile([2.0, 0.0], (rows, 1))
    artifact = network.copy()
    artifact[0] = [0.0, 2.0]

    check_parity(parity(network, artifact, np.zeros(rows, dtype=int)))


def test_a_refused_artifact_leaves_nothing_behind(
    run_of_training: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.export.parity", lambda *_: Parity(72, 0.5, 0.5, 0.9))

    with pytest.raises(ParityError):
        export(run_of_training, tmp_path / "news", name="news", version="1.0.0")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_refused(run_of_training: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(RecipeError, match=r"something else than an artifact: thesis\.txt"):
        export(run_of_training, tmp_path, name="news", version="1.0.0", overwrite=True)
    assert (tmp_path / "thesis.txt").exists()


def test_a_run_without_calibration_is_refused(run_of_training: Run, tmp_path: Path) -> None:
    run = Run(Path(shutil.copytree(run_of_training.path, tmp_path / "run")))
    (run.path / "calibration.json").unlink()

    with pytest.raises(RecipeError, match=r"training\.calibrate` writes it"):
        export(replace(run), tmp_path / "news", name="news", version="1.0.0")


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.export.export", stopped)

    assert main(["run", "--out", "artifact"]) == 130
    assert "nothing was written" in capsys.readouterr().err
