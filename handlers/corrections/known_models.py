"""Which labels the models have, without opening any: of an artifact, the manifest is read alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from handlers.common.errors import RETRY_AFTER, ApiError, invalid
from handlers.common.observability import log_failure
from handlers.common.settings import Settings
from model import ModelSettings
from model.artifact import read_manifest

LIFETIME = 300
"""Seconds after which a manifest is read again: a model in S3 may have been replaced."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model as its answers name it, and its labels."""

    name: str
    version: str
    labels: tuple[str, ...]

    @classmethod
    def of(cls, settings: ModelSettings) -> "KnownModel":
        """Return what is known of a model.

        Raises
        ------
        ArtifactError
            If the manifest is missing, or is not one.
        """
        asked = settings.bedrock if settings.backend == "bedrock" else ""
        if settings.labels is not None:
            labels = tuple(dict.fromkeys(settings.labels.values()))
            return cls(settings.name, asked or settings.version, labels)
        manifest = read_manifest(settings.artifact)
        return cls(manifest.name, asked or manifest.version, manifest.labels)


class KnownModels:
    """The models that are served, by name.

    Parameters
    ----------
    read_settings
        Returns them; called when they are first needed.
    clock
        The time of day: the seconds of a process need not count while it is frozen, and what it knew hours ago
        would pass for fresh.
    """

    def __init__(
        self,
        read_settings: Callable[[], Settings] = Settings.from_environment,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._read_settings = read_settings
        self._clock = clock
        self._settings: Settings | None = None
        self._known: dict[str, KnownModel] = {}
        self._read_at: dict[str, float] = {}

    def find(self, name: str = "") -> KnownModel:
        """Return the model called `name`; the default one, where none is named.

        Raises
        ------
        ApiError
            `invalid_request`, with the names there are; `not_ready` if its labels are not to be found out now.
        """
        others = self._known_settings().more_models
        if name in others:
            return self._current(name, others[name])
        default = self._current("", self._known_settings().model)
        if name not in ("", default.name):
            names = ", ".join((default.name, *others))
            raise invalid([(("model",), f"{name!r} is not one of {names}")])
        return default

    def _current(self, name: str, settings: ModelSettings) -> KnownModel:
        now = self._clock()
        # Below 0, the clock was set back.
        if name not in self._known or not 0 <= now - self._read_at[name] < LIFETIME:
            try:
                self._known[name] = KnownModel.of(settings)
            # Besides the errors of `model`: S3 out of reach, no permission.
            except Exception as error:
                log_failure("the manifest cannot be read", error)
                if name not in self._known:
                    raise ApiError(
                        "not_ready", "the labels of the model are not known now", retry_after=RETRY_AFTER
                    ) from None
            self._read_at[name] = now
        return self._known[name]

    def _known_settings(self) -> Settings:
        if self._settings is None:
            self._settings = self._read_settings()
        return self._settings
