"""What keeps a load test from being run."""


class LoadError(ValueError):
    """Something that was asked for and cannot be done; the message says what."""
