"""What a caller is told of an exception, and what the log is."""

from handlers.common.errors import ApiError, as_api_error
from handlers.common.observability import log_failure


def refusal_of(error: Exception) -> ApiError:
    """Put an exception in words its caller may read; the log knows where the unforeseen came from."""
    refusal = as_api_error(error)
    if refusal.code == "internal_error":
        log_failure(refusal.message, error)
    return refusal
