"""What is done with a correction: held against the labels of its model, counted, and kept."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property

from handlers.common.errors import ApiError, invalid
from handlers.common.observability import count_correction
from handlers.common.schemas import FeedbackRequest
from handlers.corrections.correction import Correction
from handlers.corrections.file import File
from handlers.corrections.known_models import KnownModel, KnownModels
from handlers.corrections.settings import Settings
from handlers.corrections.store import Store
from handlers.corrections.table import Table
from model.headline import headline_hash


class Keeper:
    """Keeps corrections where the settings say; a process needs one.

    Parameters
    ----------
    read_settings
        Returns them; called when they are first needed.
    models
        Those that can be corrected.
    clock
        Returns the time, in UTC.
    """

    def __init__(
        self,
        read_settings: Callable[[], Settings] = Settings.from_environment,
        models: KnownModels | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._read_settings = read_settings
        self._models = models or KnownModels()
        self._clock = clock

    def keep(self, request: FeedbackRequest, key: str | None = None) -> tuple[Correction, bool]:
        """Keep what a person says; return what is kept, and whether it is new.

        Parameters
        ----------
        request
            What is said.
        key
            By which the sender knows it; unless told, it is made of what is said.

        Raises
        ------
        ApiError
            `invalid_request` if there is no such model, or it has no such label; `conflict` if the key stands for
            something else; and as `KnownModels.find` and `Store.keep` do.
        """
        model = self._models.find(request.model)
        _check("label", request.label, model)
        if request.predicted_label:
            _check("predicted_label", request.predicted_label, model)
        correction = self._correction(request, key, model)
        kept = self._store.keep(correction)
        if not kept.says_the_same_as(correction):
            raise ApiError("conflict", "another correction has come with this Idempotency-Key")
        new = kept is correction
        if new:
            count_correction(model.name, kept.label, kept.label != kept.predicted_label)
        return kept, new

    def _correction(self, request: FeedbackRequest, key: str | None, model: KnownModel) -> Correction:
        now = self._clock()
        said = (
            headline_hash(request.headline),
            request.label,
            model.name,
            request.version or model.version,
        )
        return Correction(
            key or hashlib.sha256(json.dumps(said).encode()).hexdigest(),
            *said,
            created=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            expires=int((now + timedelta(days=self._settings.days)).timestamp()),
            predicted_label=request.predicted_label or None,
            headline=request.headline if self._settings.text else None,
        )

    @cached_property
    def _settings(self) -> Settings:
        return self._read_settings()

    @cached_property
    def _store(self) -> Store:
        return Table(self._settings.table) if self._settings.table else File(self._settings.file)


def _check(field: str, label: str, model: KnownModel) -> None:
    if label not in model.labels:
        raise invalid([((field,), f"{label!r} is not one of {', '.join(model.labels)}")])
