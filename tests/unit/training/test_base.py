import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from training.base import find_base
from training.recipe import Recipe, RecipeError


def test_a_folder_with_the_right_hashes_is_taken(base: Path, recipe: Recipe) -> None:
    digest = hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest()

    assert find_base(replace(recipe, files={"model.safetensors": digest}), base) == base


def test_another_hash_is_refused(base: Path, recipe: Recipe) -> None:
    with pytest.raises(RecipeError, match=r"model\.safetensors has SHA-256 .*, the recipe says 00"):
        find_base(replace(recipe, files={"model.safetensors": "00"}), base)


def test_a_missing_file_is_named_and_a_pickle_does_not_do(base: Path, recipe: Recipe, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base, tmp_path / "base"))
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")

    with pytest.raises(RecipeError, match=r"holds no model\.safetensors of tests/tiny"):
        find_base(recipe, folder)


def test_without_the_hub_it_says_what_to_do(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(RecipeError, match="--base-folder FOLDER"):
        find_base(recipe)
