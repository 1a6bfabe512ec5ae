import json
import shutil
from pathlib import Path

import pytest

from model.artifact import FILES, open_artifact
from model.errors import ArtifactError


@pytest.fixture
def artifact(words_artifact: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(words_artifact, tmp_path / "copy"))


def test_a_sound_artifact_opens(artifact: Path) -> None:
    opened = open_artifact(artifact)

    assert opened.network == (artifact / "model.onnx").read_bytes()
    assert opened.tokenizer == (artifact / "tokenizer.json").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_refused(artifact: Path, name: str) -> None:
    content = bytearray((artifact / name).read_bytes())
    content[-1] ^= 1
    (artifact / name).write_bytes(content)

    with pytest.raises(ArtifactError, match=f"{name} of .* has SHA-256"):
        open_artifact(artifact)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_named(artifact: Path, name: str) -> None:
    (artifact / name).unlink()

    with pytest.raises(ArtifactError, match=f"has no {name}"):
        open_artifact(artifact)


def test_a_file_without_a_hash_is_refused(artifact: Path) -> None:
    manifest = json.loads((artifact / "manifest.json").read_text())
    del manifest["files"]["model.onnx"]
    (artifact / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ArtifactError, match=r"no hash for model\.onnx"):
        open_artifact(artifact)
