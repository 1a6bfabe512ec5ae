"""What an endpoint unpacks, as a folder: SageMaker makes the `model.tar.gz` of a training job of one itself."""

from collections.abc import Sequence
from pathlib import Path

from training.release.tarball import content_of


def write_model_folder(artifact: Path, wheels: Sequence[Path], folder: Path) -> None:
    """Write the files of a tarball into a folder; see `training.release.tarball.build_tarball`."""
    for name, data in content_of(artifact, wheels).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
