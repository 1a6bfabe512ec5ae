import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from model.backends.local import LocalClassifier
from tests.original_project import LABELS, OriginalNetwork
from training.calibrate import calibrate
from training.data import Prepared
from training.encoding import encode, open_tokenizer, pad
from training.export import export
from training.inference import network_logits
from training.legacy import CheckpointError, import_checkpoint
from training.recipe import Recipe, RecipeError
from training.run_folder import Run


@pytest.fixture(scope="module")
def bring(data: Prepared, recipe: Recipe, distilbert: Path) -> Callable[..., Run]:
    return partial(import_checkpoint, data=data, recipe=recipe, labels=LABELS, base_folder=distilbert)


@pytest.fixture(scope="module")
def imported(bring: Callable[..., Run], checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return bring(checkpoint, out=tmp_path_factory.mktemp("imported") / "run")


def logits_of_original(network: OriginalNetwork, run: Run, data: Prepared) -> np.ndarray:
    """Its outputs for the test split, in the order of the data's labels."""
    rows = encode(open_tokenizer(run.tokenizer, run.recipe.max_length), data.split("test").texts)
    with torch.inference_mode():
        found = [network(**pad([row])).numpy()[0] for row in rows]
    return np.array(found)[:, [LABELS.index(label) for label in data.labels]]


def test_it_computes_what_the_original_computes(
    imported: Run, original: OriginalNetwork, data: Prepared
) -> None:
    found = network_logits(imported, data.split("test").texts)

    assert np.abs(found - logits_of_original(original, imported, data)).max() < 1e-5


def test_its_artifact_answers_as_the_original_does(
    imported: Run, original: OriginalNetwork, data: Prepared, tmp_path: Path
) -> None:
    calibrate(imported)

    export(imported, tmp_path / "old", name="old", version="0.1.0")

    expected = logits_of_original(original, imported, data)
    found = LocalClassifier.open(tmp_path / "old").logits(data.split("test").texts)
    assert np.abs(found - expected).max() < 0.15 * expected.std()
    assert (found.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.98


def test_the_artifact_says_that_it_was_not_trained_here(
    imported: Run, data: Prepared, tmp_path: Path
) -> None:
    calibrate(imported)

    manifest = export(imported, tmp_path / "old", name="old", version="0.1.0")

    assert manifest.labels == data.labels
    assert manifest.data["imported"]["file"] == "pytorch_distilbert_news.bin"
    assert manifest.data["rows"] == {"valid": 72}
    card = (tmp_path / "old" / "MODEL_CARD.md").read_text()
    assert "Not trained here: imported from `pytorch_distilbert_news.bin`" in card
    assert "Fine-tuned" not in card


def altered(checkpoint: Path, tmp_path: Path, **changes: torch.Tensor | None) -> Path:
    state = torch.load(checkpoint, weights_only=True)
    for name, tensor in changes.items():
        state.pop(name)
        if tensor is not None:
            state[name] = tensor
    torch.save(state, tmp_path / "altered.bin")
    return tmp_path / "altered.bin"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"classifier.bias": None}, "altered.bin lacks classifier.bias"),
        ({"pre_classifier.bias": None}, "altered.bin lacks pre_classifier.bias, which tests/tiny has"),
        (
            {"pre_classifier.weight": torch.ones(64, 32)},
            r"pre_classifier.weight is of shape \(64, 32\), that of tests/tiny of \(64, 64\)",
        ),
        (
            {"classifier.bias": torch.ones(4)},
            "altered.bin has 4 outputs, and 3 labels: Health, Science, Business",
        ),
    ],
)
def test_a_network_of_another_shape_is_refused(
    bring: Callable[..., Run],
    checkpoint: Path,
    tmp_path: Path,
    changes: dict[str, torch.Tensor | None],
    said: str,
) -> None:
    path = altered(checkpoint, tmp_path, **changes)

    with pytest.raises((CheckpointError, RecipeError), match=said):
        bring(path, out=tmp_path / "run")

    assert not (tmp_path / "run").exists()


def test_layers_that_the_base_has_not_are_refused(
    bring: Callable[..., Run], checkpoint: Path, distilbert: Path, tmp_path: Path
) -> None:
    small = shutil.copytree(distilbert, tmp_path / "small")
    config = json.loads((small / "config.json").read_text())
    (small / "config.json").write_text(json.dumps({**config, "n_layers": 1}))

    with pytest.raises(
        CheckpointError, match=r"has distilbert\.transformer\.layer\.1\.\S+, which tests/tiny has not"
    ):
        bring(checkpoint, out=tmp_path / "run", base_folder=small)


def test_other_labels_than_the_datas_are_refused(
    bring: Callable[..., Run], checkpoint: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        RecipeError, match=r"is labelled Business, Science, Health, the checkpoint Health, Sport, Bus"
    ):
        bring(checkpoint, out=tmp_path / "run", labels=("Health", "Sport", "Business"))


def test_a_base_that_is_no_distilbert_is_refused(
    bring: Callable[..., Run], checkpoint: Path, base: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        RecipeError, match="tests/tiny is a 'bert', that of the original project a 'distilbert'"
    ):
        bring(checkpoint, out=tmp_path / "run", base_folder=base)
