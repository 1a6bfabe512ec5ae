"""A section of a report: words and tables for a person, content for a program, pictures for the eye."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.report.markdown import paragraphs


@dataclass(frozen=True)
class Picture:
    """A picture of a section.

    Attributes
    ----------
    file
        Its name in the report's folder, ending in `.png`.
    caption
        What is to be seen.
    draw
        Writes it to a path.
    """

    file: str
    caption: str
    draw: Callable[[Path], None]


@dataclass(frozen=True)
class Section:
    """A section of a report.

    Attributes
    ----------
    name
        Its key in `report.json`.
    title
        Its heading in `report.md`.
    text
        Markdown below the heading.
    content
        What `report.json` holds of it: JSON content.
    pictures
        Shown below the text.
    """

    name: str
    title: str
    text: str
    content: Mapping[str, Any]
    pictures: Sequence[Picture] = ()

    def markdown(self, level: int) -> str:
        """Return the section under a heading of a level, 1 for that of a page."""
        pictures = [f"![{picture.caption}]({picture.file})" for picture in self.pictures]
        return paragraphs(f"{'#' * level} {self.title}", self.text, *pictures)
