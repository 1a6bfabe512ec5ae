"""The folder of a report: `report.md`, `report.json` and the pictures."""

import json
from collections.abc import Sequence
from pathlib import Path

from model.manifest import Manifest
from training.metrics import Figures, rounded
from training.report.markdown import paragraphs
from training.report.section import Section


def write_report(
    folder: Path, manifest: Manifest, split: str, found: Figures, sections: Sequence[Section]
) -> None:
    """Write a report.

    Parameters
    ----------
    folder
        Where to; made if need be. Files of the same names are replaced.
    manifest
        Of the model that was measured.
    split
        Name of the split.
    found
        Its figures: `report.json` begins with them.
    sections
        What the report consists of, in order; each has a key of its name under `sections` in `report.json`.

    Raises
    ------
    ValueError
        If two sections or pictures have the same name.
    """
    _check_distinct([section.name for section in sections])
    _check_distinct([picture.file for section in sections for picture in section.pictures])
    folder.mkdir(parents=True, exist_ok=True)
    for picture in (picture for section in sections for picture in section.pictures):
        picture.draw(folder / picture.file)
    content = {
        "model": {"name": manifest.name, "version": manifest.version},
        "split": split,
        **found.as_dict(),
        "sections": rounded({section.name: dict(section.content) for section in sections}),
    }
    (folder / "report.json").write_text(
        json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    title = f"# {manifest.name} {manifest.version} on {split}"
    markdown = paragraphs(title, *(section.markdown(2) for section in sections)) + "\n"
    (folder / "report.md").write_text(markdown, encoding="utf-8")


def _check_distinct(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two parts of the report are called {name!r}")
