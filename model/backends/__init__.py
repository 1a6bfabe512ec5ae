"""What can run a classifier."""

from collections.abc import Callable

from model.classifier import Classifier
from model.errors import SettingsError
from model.settings import ModelSettings


def _open_local(settings: ModelSettings) -> Classifier:
    from model.backends.local import LocalClassifier

    return LocalClassifier.open(settings.artifact, threads=settings.threads)


BACKENDS: dict[str, Callable[[ModelSettings], Classifier]] = {"local": _open_local}


def open_classifier(settings: ModelSettings | None = None) -> Classifier:
    """Open the classifier that the settings name; make one per process and keep it.

    Parameters
    ----------
    settings
        Backend, artifact and threads; read from the environment when left out.

    Raises
    ------
    SettingsError
        If the backend is unknown.
    ArtifactError
        If the artifact is missing, incomplete or altered.
    """
    settings = settings or ModelSettings.from_environment()
    if settings.backend not in BACKENDS:
        raise SettingsError(f"MODEL_BACKEND is {settings.backend!r}, not one of {', '.join(BACKENDS)}")
    return BACKENDS[settings.backend](settings)
