"""The files of a report: one for a person, one for a program."""

import json
from pathlib import Path
from typing import Any


def write_files(folder: Path, name: str, content: Any, markdown: str) -> None:
    """Write `NAME.json` and `NAME.md` into a folder, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    written = json.dumps(content, indent=2, ensure_ascii=False)
    (folder / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(markdown, encoding="utf-8")
