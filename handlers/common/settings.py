"""What the environment says about the service; the model's own part is `model.ModelSettings`."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from model import ModelSettings, SettingsError


@dataclass(frozen=True)
class Settings:
    """Settings of the service, read from the environment once.

    `MODELS` is a JSON object of models by name, each an object of settings, the default one first;
    `infrastructure/models.mjs` writes it from `models.yml`. Those of the default model can be told, and told
    otherwise, by variables of their own (see `model.ModelSettings`).

    Attributes
    ----------
    model
        The model that answers `/v1/classify`.
    more_models
        Other models by name, answering `/v1/models/{name}/classify`.
    drift_predictions
        Of a day, from which on the drift of their labels is told (`DRIFT_PREDICTIONS`).
    """

    model: ModelSettings = field(default_factory=ModelSettings)
    more_models: Mapping[str, ModelSettings] = field(default_factory=dict)
    drift_predictions: int = 500

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; what is not set, or set to nothing, keeps its default.

        Raises
        ------
        SettingsError
            If a value cannot be used; the message names both.
        """
        found = _parsed(environment.get("MODELS") or "{}")
        models = {
            name: ModelSettings.from_mapping({"name": name, **entry}, f"MODELS: {name}")
            for name, entry in found.items()
        }
        default = next(iter(models), None)
        model = ModelSettings.from_environment(environment, models.pop(default) if default else None)
        return cls(
            model, models, _predictions(environment.get("DRIFT_PREDICTIONS") or str(cls.drift_predictions))
        )


def _parsed(text: str) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"MODELS is not JSON: {error}") from None
    if not (isinstance(found, dict) and all(isinstance(entry, dict) for entry in found.values())):
        raise SettingsError("MODELS is not a JSON object of objects, one for each model")
    return found


def _predictions(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise SettingsError(f"DRIFT_PREDICTIONS is {text!r}, not a whole number of at least 1")
    return int(text)


def tracing(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether requests are traced (`TRACING=true`)."""
    return environment.get("TRACING") == "true"
