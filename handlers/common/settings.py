"""What the environment says about the service; the model's own part is `model.ModelSettings`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from model import ModelSettings, SettingsError


@dataclass(frozen=True)
class Settings:
    """Settings of the service, read from the environment once.

    Attributes
    ----------
    model
        The model that answers `/v1/classify`.
    more_models
        Other models by name, answering `/v1/models/{name}/classify` (`MORE_MODELS`: comma-separated
        `name=address`, the address a folder or `s3://bucket/prefix` of an artifact of that name).
    """

    model: ModelSettings = field(default_factory=ModelSettings)
    more_models: Mapping[str, ModelSettings] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; what is not set, or set to nothing, keeps its default.

        Raises
        ------
        SettingsError
            If a value cannot be used; the message names both.
        """
        model = ModelSettings.from_environment(environment)
        more: dict[str, ModelSettings] = {}
        for entry in filter(None, environment.get("MORE_MODELS", "").split(",")):
            name, _, address = (part.strip() for part in entry.partition("="))
            if not name or not address:
                raise SettingsError(f"MORE_MODELS holds {entry.strip()!r}, which is not name=address")
            if name in more:
                raise SettingsError(f"MORE_MODELS names {name!r} twice")
            more[name] = replace(model, artifact=address)
        return cls(model, more)


def tracing(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether requests are traced (`TRACING=true`)."""
    return environment.get("TRACING") == "true"
