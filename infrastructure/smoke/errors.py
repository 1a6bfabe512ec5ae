"""What keeps the checks from being asked."""


class SmokeError(ValueError):
    """A service that is not to be found, or an answer that is not what it should be; the message says which."""
