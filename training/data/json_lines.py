"""Objects from JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from training.data.lines import undecoded
from training.data.row import shown


def json_objects(lines: Iterable[str], advice: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the number of every line that is not blank, from 1, and its object, or what is wrong with it.

    Parameters
    ----------
    lines
        As `training.data.lines.read_lines` gives them.
    advice
        What to do about a byte that cannot be decoded.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON: {error}"
            continue
        if not isinstance(content, dict):
            yield number, f"{shown(line.strip())} is not a JSON object"
            continue
        # here a lone half of a surrogate pair can only be a byte that did not decode: JSON escapes are ASCII
        yield number, undecoded(line, advice) or content
