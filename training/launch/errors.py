"""What can be wrong with a job before it is sent."""


class LaunchError(ValueError):
    """A job that cannot be sent or followed; the message names the thing and the value."""
