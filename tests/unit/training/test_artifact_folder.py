from dataclasses import replace
from pathlib import Path

from model.artifact import open_artifact
from tests.artifacts import MANIFEST_OF_WORDS
from training.artifact_folder import write_artifact


def test_what_is_written_opens_with_every_hash_right(tmp_path: Path) -> None:
    folder = tmp_path / "artifacts" / "words"

    manifest = write_artifact(
        folder, replace(MANIFEST_OF_WORDS, metrics={}), b"network", b"tokenizer", "notes"
    )

    opened = open_artifact(folder)
    assert opened.manifest == manifest
    assert (opened.network, opened.tokenizer) == (b"network", b"tokenizer")
    assert set(manifest.files) == {"model.onnx", "tokenizer.json", "MODEL_CARD.md"}
