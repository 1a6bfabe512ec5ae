"""What can go wrong with a bundle."""


class BundleError(ValueError):
    """A bundle that cannot be made, or must not be shipped; the message names what is wrong."""
