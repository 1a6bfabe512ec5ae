"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; pipes in the cells are escaped."""
    lines = [_line(header), "|---" * len(header) + "|", *(_line(row) for row in rows)]
    return "\n".join(lines)


def paragraphs(*parts: str) -> str:
    """Return paragraphs and tables with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def percent(value: float) -> str:
    """Return a share for a person, with a tenth of a percent."""
    return f"{100 * value:.1f} %"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
