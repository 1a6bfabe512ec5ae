"""The checkpoint a training run starts from: from the Hub or a folder, and only the one the recipe names."""

from collections.abc import Sequence
from pathlib import Path

from training.data.source import file_sha256
from training.recipe import Recipe, RecipeError

FILES = ("config.json", "model.safetensors", "tokenizer.json")
"""What is taken of a checkpoint. No pickle: `pytorch_model.bin` is never read."""


def find_base(recipe: Recipe, folder: Path | None = None, names: Sequence[str] = FILES) -> Path:
    """Return a folder that holds the recipe's base checkpoint.

    Parameters
    ----------
    recipe
        Names the checkpoint, its revision and the hashes of its files.
    folder
        Where the files already are; without it they come from the Hugging Face Hub, or from its cache.
    names
        Those of `FILES` that are needed.

    Raises
    ------
    RecipeError
        If a file is missing, cannot be fetched, or has another hash than the recipe says.
    """
    folder = folder or _download(recipe, names)
    for name in names:
        if not (folder / name).is_file():
            raise RecipeError(f"{folder} holds no {name} of {recipe.base}")
    for name, expected in recipe.files.items():
        if name in names and (found := file_sha256(folder / name)) != expected:
            raise RecipeError(f"{folder / name} has SHA-256 {found}, the recipe says {expected}")
    return folder


def _download(recipe: Recipe, names: Sequence[str]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(recipe.base, revision=recipe.revision, allow_patterns=list(names)))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise RecipeError(
            f"{recipe.base} (revision {recipe.revision}) cannot be fetched from the Hugging Face Hub: {error}. "
            "With the files at hand, name their folder: --base-folder FOLDER"
        ) from None
