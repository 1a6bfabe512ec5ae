"""What can go wrong between a headline and its prediction, each kind one class.

`handlers` turns these into HTTP answers, `training` and the command line into messages.
"""


class ModelError(Exception):
    """Base of every error this package raises on purpose."""


class HeadlineError(ModelError, ValueError):
    """A headline that cannot be classified.

    Attributes
    ----------
    position
        Index of the headline in the list it came in.
    """

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(f"headline {position}: {reason}")
        self.reason = reason
        self.position = position


class ArtifactError(ModelError):
    """An artifact that is incomplete, malformed, or not what its manifest says it is."""


class SettingsError(ModelError, ValueError):
    """A setting whose value cannot be used; the message names both."""


class BackendError(ModelError):
    """What runs the model somewhere else failed; nothing was answered."""


class RefusedError(BackendError):
    """It takes the request for a bad one."""


class NotReadyError(BackendError):
    """It is there, and cannot answer yet."""


class ThrottledError(BackendError):
    """It is asked more often than it may be."""


class SlowError(BackendError):
    """It did not answer in time."""
