"""What can run a classifier."""

from collections.abc import Callable
from dataclasses import replace

from model.classifier import Classifier
from model.description import Description
from model.errors import SettingsError
from model.settings import ModelSettings

UNSURE_BELOW = 0.5
"""Threshold of a model without an artifact, unless told: it holds no other label to be as likely."""


def _open_local(settings: ModelSettings, seconds: float | None = None) -> Classifier:
    from model.backends.local import LocalClassifier

    return LocalClassifier.open(
        settings.artifact,
        threads=settings.threads,
        threshold=settings.threshold,
        manifest_hash=settings.manifest,
    )


def _open_sagemaker(settings: ModelSettings, seconds: float | None = None) -> Classifier:
    from model.backends.dialects import hub_model, own_container
    from model.backends.sagemaker import SECONDS, SageMakerClassifier

    if not settings.endpoint:
        raise SettingsError("the backend is 'sagemaker', and MODEL_ENDPOINT names no endpoint")
    description = _describe(settings)
    if settings.labels:
        dialect = hub_model(description, settings.labels, settings.max_length)
    else:
        dialect = own_container(description)
    return SageMakerClassifier(settings.endpoint, description, dialect, seconds=seconds or SECONDS)


def _open_bedrock(settings: ModelSettings, seconds: float | None = None) -> Classifier:
    from model.backends.bedrock import SECONDS, BedrockClassifier

    if not settings.bedrock:
        raise SettingsError("the backend is 'bedrock', and BEDROCK_MODEL names no model")
    description = _describe(replace(settings, version=settings.bedrock))
    return BedrockClassifier(settings.bedrock, description, seconds=seconds or SECONDS)


def _open_cascade(settings: ModelSettings, seconds: float | None = None) -> Classifier:
    from model.backends.allowance import Allowance
    from model.backends.cascade import CascadeClassifier

    if settings.stronger not in STRONGER:
        raise SettingsError(f"CASCADE_BACKEND is {settings.stronger!r}, not one of {', '.join(STRONGER)}")
    return CascadeClassifier(
        _open_local(settings),
        # When nobody waits for it any more, it should not go on asking.
        STRONGER[settings.stronger](settings, settings.patience),
        below=settings.escalated_below,
        patience=settings.patience,
        at_once=AT_ONCE[settings.stronger],
        allowance=Allowance(settings.escalated_per_minute),
    )


Opener = Callable[[ModelSettings, float | None], Classifier]
STRONGER: dict[str, Opener] = {
    "sagemaker": _open_sagemaker,
    "bedrock": _open_bedrock,
}
AT_ONCE = {"sagemaker": 1_000, "bedrock": 1}
"""Headlines of one call that a cascade makes: nearly as many as it gets, and as Bedrock is asked anyway."""
BACKENDS: dict[str, Opener] = {
    "local": _open_local,
    **STRONGER,
    "cascade": _open_cascade,
}


def open_classifier(settings: ModelSettings | None = None, *, seconds: float | None = None) -> Classifier:
    """Open the classifier that the settings name; make one per process and keep it.

    Of a pointer, that is the release it points to now; `model.following` goes with it.

    Parameters
    ----------
    settings
        Which model, and what runs it; read from the environment when left out.
    seconds
        After which a model that runs elsewhere is not asked anything more for one list of headlines; unless told,
        so many that API Gateway still waits for the answer.

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
    return BACKENDS[settings.backend](settings, seconds)


def _describe(settings: ModelSettings) -> Description:
    """Return what is known of a model that runs elsewhere, from its artifact or from the settings."""
    if settings.labels is None:
        from model.artifact import read_manifest

        manifest = read_manifest(settings.artifact, settings.manifest)
        return manifest if settings.threshold is None else replace(manifest, threshold=settings.threshold)
    if not settings.name or not settings.version:
        raise SettingsError(
            "MODEL_LABELS are those of a model without an artifact: it needs a name and a version"
        )
    return Description(
        name=settings.name,
        version=settings.version,
        labels=tuple(dict.fromkeys(settings.labels.values())),
        threshold=UNSURE_BELOW if settings.threshold is None else settings.threshold,
        base=settings.version,
    )
