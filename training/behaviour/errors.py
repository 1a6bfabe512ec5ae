"""What can be wrong with cases."""


class BehaviourError(ValueError):
    """Cases that cannot be used; the message names the file, the place and the value."""
