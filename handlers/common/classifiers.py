"""The classifiers a process serves: each opened once and kept, or following the pointer of its stage."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from handlers.common.answers import ServedModel
from handlers.common.errors import RETRY_AFTER, ApiError
from handlers.common.observability import count_stale, log_failure
from handlers.common.settings import Settings
from model import Classifier, ModelSettings, SettingsError, open_classifier
from model.pointer import is_pointer
from model.prediction import Backend
from model.storage import is_s3_uri

if TYPE_CHECKING:
    from model.following import Following

PATIENCE = 30
"""Seconds that a model in S3 is waited for, when a snapshot is taken."""


class Shelf:
    """The classifiers by name, the default one first.

    A classifier that cannot be opened is not the end of the process: those who ask for it are told to come
    back, and it is tried again every few seconds (the artifact may be in S3, or arrive later).
    """

    def __init__(
        self,
        read_settings: Callable[[], Settings] = Settings.from_environment,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        time_of_day: Callable[[], float] = time.time,
    ) -> None:
        self._read_settings = read_settings
        self._clock = clock
        self._sleep = sleep
        self._time_of_day = time_of_day
        self._settings: Settings | None = None
        self._open: dict[str | None, Callable[[], Classifier]] = {}
        self._failed_at: dict[str | None, float] = {}

    def warm_up(self) -> None:
        """Open the default classifier now, if it can be opened."""
        with contextlib.suppress(ApiError):
            self.default()

    def rehearse(self) -> None:
        """Open every classifier, and let those of this process answer once: the first time is the slowest.

        It tries for a while where a model is in S3: leave to read it, given by the same deployment, is not known
        everywhere at once.

        Raises
        ------
        ApiError
            `not_ready` if one cannot be opened.
        """
        until = self._clock() + PATIENCE
        while True:
            try:
                self._rehearse()
                return
            except ApiError:
                if not self._has_remote() or self._clock() >= until:
                    raise
            self._sleep(RETRY_AFTER)

    def _has_remote(self) -> bool:
        settings = self._known_settings()
        models = (settings.model, *settings.more_models.values())
        return any(is_s3_uri(str(model.artifact)) for model in models)

    def _rehearse(self) -> None:
        for name in (None, *self._more()):
            classifier = self._get(name)
            # Who explains is in this process, also where somebody else decides what it is unsure of.
            if self._chosen(name).backend in {"local", "cascade"} and classifier.explainable:
                classifier.explainable.classify(["ready"])

    def default(self) -> Classifier:
        """Return the classifier of `/v1/classify`.

        Raises
        ------
        ApiError
            `not_ready` if it cannot be opened.
        """
        return self._get(None)

    def named(self, name: str) -> Classifier:
        """Return the classifier called `name`.

        Raises
        ------
        ApiError
            `not_found`, with the names there are; `not_ready` if it cannot be opened.
        """
        others = self._more()
        if name in others:
            return self._get(name)
        default = self.default()
        if name != default.description.name:
            names = ", ".join((default.description.name, *others))
            raise ApiError("not_found", f"there is no model {name!r}; there are: {names}")
        return default

    def served(self) -> Iterator[ServedModel]:
        """Describe every classifier, the default one first.

        Raises
        ------
        ApiError
            `not_ready` if one cannot be opened.
        """
        for name in (None, *self._more()):
            yield self._describe(name)

    def describe(self, name: str | None = None) -> ServedModel:
        """Describe the classifier called `name`, or the default one.

        Raises
        ------
        ApiError
            As `named` and `default` do.
        """
        if name is not None:
            self.named(name)
        return self._describe(name if name in self._more() else None)

    def _describe(self, name: str | None) -> ServedModel:
        classifier = self._get(name)
        # Any other value has been refused when the classifier was opened.
        return ServedModel.of(classifier, cast(Backend, self._chosen(name).backend))

    def _get(self, name: str | None) -> Classifier:
        if name not in self._open:
            self._open[name] = self._try_to_open(name)
        return self._open[name]()

    def _try_to_open(self, name: str | None) -> Callable[[], Classifier]:
        failed_at = self._failed_at.get(name)
        if failed_at is None or self._clock() - failed_at >= RETRY_AFTER:
            try:
                return self._opened(name)
            # Besides the errors of `model`: S3 out of reach, no permission, a library that cannot be loaded.
            except Exception as error:
                self._failed_at[name] = self._clock()
                log_failure("the model cannot be opened", error)
        which = "the model" if name is None else f"the model {name!r}"
        raise ApiError("not_ready", f"{which} is not ready", retry_after=RETRY_AFTER)

    def _opened(self, name: str | None) -> Callable[[], Classifier]:
        """Open a classifier, and return what gives the one that answers now."""
        current = self._current(self._chosen(name))
        found = current().description.name
        if name not in (None, found):
            raise SettingsError(f"MODELS calls {name!r} what its manifest calls {found!r}")
        return current

    def _current(self, settings: ModelSettings) -> Callable[[], Classifier]:
        if is_pointer(settings.artifact):
            from model.following import Following, follows  # noqa: PLC0415 (nobody else waits for it)

            if follows(settings):
                following = Following(settings, open_classifier, self._time_of_day)
                return lambda: _answering(following)
        classifier = open_classifier(settings)
        return lambda: classifier

    def _chosen(self, name: str | None) -> ModelSettings:
        settings = self._known_settings()
        return settings.model if name is None else settings.more_models[name]

    def _more(self) -> tuple[str, ...]:
        try:
            self.default()  # settings that cannot be read are told the same way as a model that cannot be opened
        except ApiError:
            if self._settings is None:
                raise
        return tuple(self._known_settings().more_models)

    def _known_settings(self) -> Settings:
        if self._settings is None:
            self._settings = self._read_settings()
        return self._settings


def _answering(following: "Following") -> Classifier:
    classifier = following.current
    if following.is_behind:
        count_stale(classifier.description.name)
    return classifier


shelf = Shelf()
"""That of this process; nothing is open on it before it is asked."""
