"""What can run a classifier."""

from collections.abc import Callable

from model.classifier import Classifier
from model.errors import SettingsError
from model.settings import ModelSettings


def _open_local(settings: ModelSettings) -> Classifier:
    from model.backends.local import LocalClassifier

    return LocalClassifier.open(settings.artifact, threads=settings.threads)


def _open_sagemaker(settings: ModelSettings) -> Classifier:
    from model.artifact import read_manifest
    from model.backends.sagemaker import SageMakerClassifier

    if not settings.endpoint:
        raise SettingsError("MODEL_BACKEND is 'sagemaker', and MODEL_ENDPOINT names no endpoint")
    return SageMakerClassifier(settings.endpoint, read_manifest(settings.artifact))


BACKENDS: dict[str, Callable[[ModelSettings], Classifier]] = {
    "local": _open_local,
    "sagemaker": _open_sagemaker,
}


def open_classifier(settings: ModelSettings | None = None) -> Classifier:
    """Open the classifier that the settings name; make one per process and keep it.

    Parameters
    ----------
    settings
        Backend, artifact and threads; read from the environment when left out.

    Raises
    ------
    SettingsError
        If the backend is unknown, or its settings are not complete.
    ArtifactError
        If the artifact is missing, incomplete or altered.
    """
    settings = settings or ModelSettings.from_environment()
    if settings.backend not in BACKENDS:
        raise SettingsError(f"MODEL_BACKEND is {settings.backend!r}, not one of {', '.join(BACKENDS)}")
    return BACKENDS[settings.backend](settings)
