from pathlib import Path

import pytest
import torch

from model.artifact import open_artifact
from training.data import Prepared
from training.release.__main__ import main


def command(checkpoint: Path, data: Prepared, distilbert: Path, out: Path) -> list[str]:
    recipe = out.with_name("tiny.yaml")
    recipe.write_text("base: tests/tiny\nmax_length: 16\n")
    options = [
        "--labels",
        "Health,Science,Business",
        "--recipe",
        str(recipe),
        "--base-folder",
        str(distilbert),
    ]
    return ["import-legacy", str(checkpoint), str(data.path), "--out", str(out), "--name", "old", *options]


def test_a_checkpoint_becomes_a_measured_artifact(
    checkpoint: Path, data: Prepared, distilbert: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "artifacts"

    code = main(command(checkpoint, data, distilbert, out))

    manifest = open_artifact(out).manifest
    printed = capsys.readouterr().out
    assert code == 0
    assert (manifest.name, manifest.version, manifest.labels) == ("old", "0.1.0", data.labels)
    assert set(manifest.metrics) == {"valid", "test"}
    assert f"accuracy {manifest.metrics['test']['accuracy']:.4f}" in printed
    assert "1/4 Import" in printed
    assert (tmp_path / "old-report/report.md").is_file()


def test_what_is_no_checkpoint_leaves_everything_as_it_is(
    data: Prepared, distilbert: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.save(torch.nn.Linear(2, 2), tmp_path / "whole.bin")
    out = tmp_path / "artifacts"

    code = main(command(tmp_path / "whole.bin", data, distilbert, out))

    assert code == 2
    assert "whole.bin holds more than tensors" in capsys.readouterr().err
    assert not out.exists()


def test_an_artifact_is_not_replaced_unasked(
    checkpoint: Path, data: Prepared, distilbert: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "artifacts"
    out.mkdir()
    (out / "manifest.json").write_text("{}")

    assert main(command(checkpoint, data, distilbert, out)) == 2
    assert "--overwrite replaces" in capsys.readouterr().err
