"""A model that changes while it is served: the release that the pointer of a stage points to."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Lock

from model.backends import open_classifier
from model.classifier import Classifier
from model.errors import ArtifactError
from model.pointer import Pointer, is_pointer, read_changed_pointer, read_pointer
from model.settings import ModelSettings

PATIENCE = 5
"""Seconds that the request which looks waits for a new release; after that, the old one answers it, too."""
TRY_AGAIN = 300
"""Seconds until a release that could not be opened is asked for again, which may be a download each time."""

logger = logging.getLogger(__name__)

Opener = Callable[[ModelSettings], Classifier]


def follows(settings: ModelSettings) -> bool:
    """Tell whether a model changes while it is served.

    One on a SageMaker endpoint does not: that keeps its release until it is deployed with another.
    """
    asked = settings.stronger if settings.backend == "cascade" else settings.backend
    is_told = settings.labels is not None or settings.manifest  # which model it is, whatever the pointer says
    return is_pointer(settings.artifact) and settings.refresh > 0 and asked != "sagemaker" and not is_told


class Following:
    """The classifier of a stage, which is another one after a promotion; safe to share between threads.

    Whoever asks for it keeps what it gets for the whole of a request, so that no answer is made by two models. One
    thread at a time looks whether the pointer has changed, and opens what it points to then. Until that has been
    opened, and where it cannot be, the release before goes on answering. A look that is not done when the next one
    is due is waited for again then: between two calls of a Lambda function, its thread is frozen.

    Parameters
    ----------
    settings
        Whose artifact is a pointer.
    open_release
        Opens what settings without a pointer name.
    clock
        The time of day. The seconds of a process do not count while it is frozen, and a copy from a snapshot would
        take for fresh what it knew hours ago.

    Raises
    ------
    ArtifactError, SettingsError
        If there is nothing to begin with.
    """

    def __init__(
        self,
        settings: ModelSettings,
        open_release: Opener = open_classifier,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._open_release = open_release
        self._clock = clock
        self._lock = Lock()
        self._looked_at = clock()
        self._look_under_way: Future[None] | None = None
        # It starts no thread before it is used: a process that is not long-lived never looks.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="follow")
        self._pointer = read_pointer(settings.artifact)
        self._tag: str | None = None
        self._opened = self._pointer
        self._classifier = self._open(self._pointer)
        self._failed: Pointer | None = None
        self._failed_at = 0.0
        self._is_unreadable = False

    @property
    def current(self) -> Classifier:
        """The classifier that answers now; where it is time to look, who asks for it waits for that a little."""
        with self._lock:
            look = self._due_look() if self._is_time_to_look() else None
        if look is not None:
            wait([look], PATIENCE)
        return self._classifier

    @property
    def is_behind(self) -> bool:
        """Whether the classifier is not, or not known to be, the one that the pointer points to."""
        return self._is_unreadable or self._failed is not None

    def _is_time_to_look(self) -> bool:
        return not 0 <= self._clock() - self._looked_at < self._settings.refresh  # below 0, it was set back

    def _due_look(self) -> Future[None]:
        self._looked_at = self._clock()
        if self._look_under_way is None or self._look_under_way.done():
            self._look_under_way = self._pool.submit(self._look)
        return self._look_under_way

    def _look(self) -> None:
        try:
            if changed := read_changed_pointer(self._settings.artifact, self._tag):
                self._pointer, self._tag = changed
        except Exception as error:  # S3 is out of reach, or does not allow it, or what is there is no pointer
            if not self._is_unreadable:
                _tell("the pointer cannot be read, its last release answers", self._opened, error)
            self._is_unreadable = True
            return
        self._is_unreadable = False
        if self._pointer == self._opened:
            self._failed = None
        elif self._pointer != self._failed or self._clock() - self._failed_at >= TRY_AGAIN:
            self._change_to(self._pointer)

    def _change_to(self, pointer: Pointer) -> None:
        try:
            classifier = self._open(pointer)
            here = classifier.explainable
            if here is not None:  # a model in this process, whose first answer is slow
                here.classify(["ready"])
        except Exception as error:  # whatever is wrong with it, there is one that answers
            if pointer != self._failed:
                _tell("the release cannot be opened, the one before answers", pointer, error)
            self._failed, self._failed_at = pointer, self._clock()
            return
        before, self._opened, self._classifier, self._failed = self._opened, pointer, classifier, None
        logger.info("%s %s answers, in place of %s", pointer.name, pointer.version, before.version)

    def _open(self, pointer: Pointer) -> Classifier:
        settings = replace(self._settings, artifact=pointer.address, manifest=pointer.manifest)
        classifier = self._open_release(settings)
        if classifier.description.name != pointer.name:
            raise ArtifactError(
                f"the manifest of {pointer.address} calls it {classifier.description.name!r}, not {pointer.name!r}"
            )
        return classifier


def _tell(message: str, pointer: Pointer, error: Exception) -> None:
    """Log a failure by its class; its own words, which may name anything, only at level DEBUG."""
    logger.error("%s: %s %s, %s", message, pointer.name, pointer.version, type(error).__name__)
    logger.debug("%s: %s", message, error)
