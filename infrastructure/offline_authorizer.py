"""The function that checks tokens, for serverless-offline: that would wait in vain for one that raises."""

from typing import Any

from handlers import authorize


def handler(event: Any, context: Any) -> Any:
    """Return what the function returns, or the words of what it raises; `Unauthorized` is taken for just that."""
    try:
        return authorize.handler(event, context)
    except Exception as error:
        return str(error)
