"""A folder with one section of a report, for a measurement that is made alone."""

import json
from pathlib import Path

from training.metrics import rounded
from training.report.section import Section


def write_section(folder: Path, section: Section) -> None:
    """Write `NAME.md`, `NAME.json` and the pictures of a section.

    Parameters
    ----------
    folder
        Where to; made if need be. Files of the same names are replaced.
    section
        Whose name is taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for picture in section.pictures:
        picture.draw(folder / picture.file)
    content = json.dumps(rounded(dict(section.content)), indent=2, ensure_ascii=False) + "\n"
    (folder / f"{section.name}.json").write_text(content, encoding="utf-8")
    (folder / f"{section.name}.md").write_text(section.markdown(1) + "\n", encoding="utf-8")
