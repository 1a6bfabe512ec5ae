"""Which model to open, and how to run it."""

import json
import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from model.errors import SettingsError

SHIPPED_ARTIFACT = str(Path(__file__).parent / "release")
"""The artifact that comes with the project."""

Value = TypeVar("Value")


class _BadValueError(ValueError):
    """Says what the value of a setting is not."""


def _whole(value: Any) -> int:
    text = str(value)
    if not text.isdecimal():
        raise _BadValueError("a whole number of at least 0")
    return int(text)


def _number(value: Any, wanted: str, fits: Callable[[float], bool]) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise _BadValueError(wanted) from None
    if not fits(number):
        raise _BadValueError(wanted)
    return number


def _share(value: Any) -> float:
    return _number(value, "between 0 and 1", lambda number: 0 <= number <= 1)


def _seconds(value: Any) -> float:
    return _number(value, "a number of seconds above 0 and below 20", lambda number: 0 < number < 20)


def _sha256(value: Any) -> str:
    if not re.fullmatch("[0-9a-f]{64}", str(value)):
        raise _BadValueError("a SHA-256 in 64 hexadecimal digits")
    return str(value)


def _labels(value: Any) -> dict[str, str]:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if isinstance(found, list):
        pairs = [(label, label) for label in found]
    else:
        pairs = list(found.items()) if isinstance(found, Mapping) else []
    names = [label for pair in pairs for label in pair]
    if not all(isinstance(name, str) and name for name in names) or len({ours for _, ours in pairs}) < 2:
        raise _BadValueError(
            "a JSON object from the model's labels to two or more of ours, nor a list of labels"
        )
    return dict(pairs)


def _weights(value: Any) -> dict[str, float]:
    wanted = "a JSON object of two or more labels, each with a number above 0"
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, Mapping) or len(found) < 2:
        raise _BadValueError(wanted)
    return {
        str(label): _number(weight, wanted, lambda number: 0 < number < math.inf)
        for label, weight in found.items()
    }


def _setting(variable: str, default: Value, read: Callable[[Any], Value]) -> Value:
    found: Value = field(default=default, metadata={"variable": variable, "read": read})
    return found


@dataclass(frozen=True)
class ModelSettings:
    """Settings of one model.

    Each has a variable of the environment, in brackets, and its own name in `models.yml`.

    Attributes
    ----------
    backend
        What runs the model (`MODEL_BACKEND`).
    artifact
        Folder or `s3://bucket/prefix` of the artifact (`MODEL_ARTIFACT`), or the pointer of a stage,
        `STORE/models/NAME/stages/STAGE.json`, whose release is served and followed. Of a model that runs
        elsewhere, only the manifest is read; where `labels` are given, not even that.
    manifest
        SHA-256 that the artifact's manifest has to have (`MODEL_MANIFEST`); any unless told.
    refresh
        Seconds after which the service looks whether the pointer has changed (`MODEL_REFRESH`); 0 means never.
    threads
        Threads that classify side by side; 0 means one per CPU this process may use (`MODEL_THREADS`).
    threshold
        Confidence below which a prediction needs review (`MODEL_THRESHOLD`); the artifact's own unless told.
    endpoint
        Name of the SageMaker endpoint that runs it, for the backend `sagemaker` (`MODEL_ENDPOINT`).
    labels
        Of a model without an artifact: our label for each of its own (`MODEL_LABELS`, in JSON; a list where they
        are the same). On an endpoint it is asked as Hugging Face's own container wants to be.
    max_length
        Tokens that such a model reads, where its tokenizer does not know (`MODEL_MAX_LENGTH`).
    reference
        How often each label is to be expected, in any unit (`MODEL_REFERENCE`, in JSON); as often as on validation
        unless told. Only the measure of drift asks for it.
    name, version
        Of a model without an artifact (`MODEL_NAME`, `MODEL_VERSION`).
    bedrock
        Id of the model or inference profile, for the backend `bedrock` (`BEDROCK_MODEL`).
    stronger
        The backend that a cascade asks when the local one is unsure (`CASCADE_BACKEND`).
    escalated_below
        Confidence below which it does (`CASCADE_THRESHOLD`); that of `needs_review` unless told.
    escalated_per_minute
        Headlines it may do so with in any minute, in one process (`CASCADE_PER_MINUTE`).
    patience
        Seconds it waits for the stronger one (`CASCADE_SECONDS`).
    """

    backend: str = _setting("MODEL_BACKEND", "local", str)
    artifact: str = _setting("MODEL_ARTIFACT", SHIPPED_ARTIFACT, str)
    manifest: str = _setting("MODEL_MANIFEST", "", _sha256)
    refresh: int = _setting("MODEL_REFRESH", 60, _whole)
    threads: int = _setting("MODEL_THREADS", 0, _whole)
    threshold: float | None = _setting("MODEL_THRESHOLD", None, _share)
    endpoint: str = _setting("MODEL_ENDPOINT", "", str)
    labels: Mapping[str, str] | None = _setting("MODEL_LABELS", None, _labels)
    max_length: int | None = _setting("MODEL_MAX_LENGTH", None, _whole)
    reference: Mapping[str, float] | None = _setting("MODEL_REFERENCE", None, _weights)
    name: str = _setting("MODEL_NAME", "", str)
    version: str = _setting("MODEL_VERSION", "", str)
    bedrock: str = _setting("BEDROCK_MODEL", "", str)
    stronger: str = _setting("CASCADE_BACKEND", "bedrock", str)
    escalated_below: float | None = _setting("CASCADE_THRESHOLD", None, _share)
    escalated_per_minute: int = _setting("CASCADE_PER_MINUTE", 60, _whole)
    patience: float = _setting("CASCADE_SECONDS", 3.0, _seconds)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, otherwise: "ModelSettings | None" = None
    ) -> "ModelSettings":
        """Read the settings from their variables.

        Parameters
        ----------
        environment
            By variable.
        otherwise
            Holds what is not set, or set to nothing; the defaults unless told.

        Raises
        ------
        SettingsError
            If a value cannot be used; the message names both.
        """
        variables = {one.name: one.metadata["variable"] for one in fields(cls)}
        given = {name: environment.get(variable) for name, variable in variables.items()}
        return replace(otherwise or cls(), **cls._read(given, variables))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any], where: str) -> "ModelSettings":
        """Read settings that have their names as keys.

        Parameters
        ----------
        values
            By name.
        where
            They stand, for the message.

        Raises
        ------
        SettingsError
            If a name is unknown or a value cannot be used; the message names it.
        """
        known = [one.name for one in fields(cls)]
        for name in values:
            if name not in known:
                raise SettingsError(f"{where}: {name!r} is not one of {', '.join(known)}")
        return cls(**cls._read(values, {name: f"{where}: {name}" for name in known}))

    @classmethod
    def _read(cls, given: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in fields(cls):
            value = given.get(one.name)
            if value is None or value == "":
                continue
            try:
                found[one.name] = one.metadata["read"](value)
            except _BadValueError as error:
                raise SettingsError(f"{called[one.name]} is {value!r}, not {error}") from None
        return found
