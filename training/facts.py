"""What a run tells of itself: recipe, data, code and environment."""

import platform
import subprocess
from pathlib import Path
from typing import Any

from training.data import Prepared
from training.recipe import Recipe

REVISION = Path(__file__).with_name("revision.txt")
"""Says of which commit the code is where it was copied to a machine without its history."""


def facts_of(data: Prepared, recipe: Recipe) -> dict[str, Any]:
    """Return how and on what a network is trained, as JSON content."""
    import torch
    import transformers

    return {
        "recipe": recipe.as_dict(),
        "data": {
            "path": str(data.path),
            "fingerprint": data.fingerprint,
            "labels": list(data.labels),
            "sources": data.description["sources"],
            "rows": {
                **{name: len(data.split(name).texts) for name in ("train", "valid")},
                **({"other": len(others)} if (others := data.other()) else {}),
            },
        },
        "environment": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
        },
    }


def code_revision() -> str:
    """Return the commit of this code, with `-dirty` when files were changed since; `unknown` outside git."""
    if REVISION.is_file():
        return REVISION.read_text(encoding="utf-8").strip()
    folder = Path(__file__).parent
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return described.stdout.strip()
