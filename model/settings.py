"""Which model to open, and how to run it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.errors import SettingsError

SHIPPED_ARTIFACT = str(Path(__file__).parent / "release")
"""The artifact that comes with the project."""


@dataclass(frozen=True)
class ModelSettings:
    """Settings of the model, read from the environment once.

    Attributes
    ----------
    backend
        What runs the model (`MODEL_BACKEND`).
    artifact
        Folder or `s3://bucket/prefix` of the artifact (`MODEL_ARTIFACT`). Of a model that runs elsewhere, only the
        manifest is read.
    threads
        Threads that classify side by side; 0 means one per CPU this process may use (`MODEL_THREADS`).
    endpoint
        Name of the SageMaker endpoint that runs it, for the backend `sagemaker` (`MODEL_ENDPOINT`).
    """

    backend: str = "local"
    artifact: str = SHIPPED_ARTIFACT
    threads: int = 0
    endpoint: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "ModelSettings":
        """Read the settings; what is not set, or set to nothing, keeps its default.

        Raises
        ------
        SettingsError
            If `MODEL_THREADS` is not a whole number of at least 0.
        """
        threads = environment.get("MODEL_THREADS") or "0"
        if not threads.isdecimal():
            raise SettingsError(f"MODEL_THREADS is {threads!r}, not a whole number of at least 0")
        return cls(
            backend=environment.get("MODEL_BACKEND") or cls.backend,
            artifact=environment.get("MODEL_ARTIFACT") or cls.artifact,
            endpoint=environment.get("MODEL_ENDPOINT") or cls.endpoint,
            threads=int(threads),
        )
