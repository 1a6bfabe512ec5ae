"""The least that a function can be."""

from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with the event."""
    return event
