"""What can go wrong with a release."""


class ReleaseError(ValueError):
    """A release that cannot be made; the message names what is in its way."""
