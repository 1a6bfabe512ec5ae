"""The source of a job: what is uploaded, and is the working folder of its program."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from training.facts import REVISION, code_revision

ROOT = Path(__file__).parents[2]
ENTRY_SCRIPT = "train.py"
REQUIREMENTS = "requirements.txt"
COPIED = ("model/**/*.py", "training/**/*.py", "training/recipes/*.yaml", "requirements/endpoint.txt")
LEFT_OUT = ("training/launch/",)
"""What needs the SDK, which starts jobs and is not in them."""


def stage(folder: Path) -> Path:
    """Write the source of a job: `train.py`, the packages it imports, and the pins of what its image lacks.

    Neither the shipped model nor any headline is in it. A recipe of one's own may be put beside `train.py`, and
    named by its file name: the program runs in this folder.

    Parameters
    ----------
    folder
        Where to; made where there is none.

    Returns
    -------
    Path
        The folder.
    """
    for path in _files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    shutil.copyfile(Path(__file__).with_name("entry.py"), folder / ENTRY_SCRIPT)
    shutil.copyfile(ROOT / "requirements" / "job.txt", folder / REQUIREMENTS)
    (folder / REVISION.relative_to(ROOT)).write_text(code_revision() + "\n", encoding="utf-8")
    return folder


def _files() -> Iterator[Path]:
    for pattern in COPIED:
        for path in sorted(ROOT.glob(pattern)):
            if not path.relative_to(ROOT).as_posix().startswith(LEFT_OUT):
                yield path
