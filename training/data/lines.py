"""Lines of a text file, and bytes in them that are no text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Never

from tqdm import tqdm

_UNDECODED = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of a byte that the encoding does not know."""


def read_lines(path: Path, encoding: str, bar: "tqdm[Never]") -> Iterator[str]:
    """Read a file line by line, line breaks included; bytes that do not decode come as `surrogateescape` has it.

    Parameters
    ----------
    path
        Where it lies.
    encoding
        Of the text; one in which a line break is the byte 10.
    bar
        Shows how far it is, in bytes.
    """
    # read as bytes, because in text mode Unicode knows more line breaks than the corpus does
    with path.open("rb") as file, bar:
        for number, content in enumerate(file):
            bar.update(len(content))
            line = content.decode(encoding, "surrogateescape")
            yield line.removeprefix("\ufeff") if number == 0 else line


def undecoded(text: str, advice: str) -> str | None:
    """Return what is wrong with a text that holds a byte that did not decode; None where it holds none."""
    found = _UNDECODED.search(text)
    if found is None:
        return None
    around = text[max(0, found.start() - 30) : found.end() + 30].strip()
    byte = ord(found[0]) - 0xDC00
    content = around.encode("utf-8", "surrogateescape")
    return f"byte {byte:#04x} cannot be decoded ({advice}): {content!r}"
