"""The source of a job: what of this project its program needs, in one folder."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]


def stage(folder: Path) -> Path:
    """Write the source of a job into a folder, which is returned: `train.py`, `requirements.txt`, packages."""
    for package in ("model", "training"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "release", "*.tsv")
        )
    shutil.copy(ROOT / "requirements/training.txt", folder / "requirements.txt")
    (folder / "train.py").write_text(
        "import sys\n\nfrom training.train import main\n\nsys.exit(main())\n", encoding="utf-8"
    )
    return folder
