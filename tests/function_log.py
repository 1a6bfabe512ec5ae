"""What the functions log, as text."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from handlers.common.observability import logger


@contextmanager
def captured_log() -> Iterator[io.StringIO]:
    """Take what is logged from here on in place of the terminal."""
    stream = io.StringIO()
    before = logger.registered_handler.setStream(stream)
    try:
        yield stream
    finally:
        logger.registered_handler.setStream(before)
