"""Which labels a model is expected to give, and how often each."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.artifact import read_manifest
from model.drift import shares
from model.errors import SettingsError
from model.manifest import Manifest
from model.settings import ModelSettings


@dataclass(frozen=True)
class Expectation:
    """What the predictions of a model are compared with.

    Attributes
    ----------
    model
        Its name, as its predictions have it.
    backends
        That may stand in them.
    shares
        Of each label; they sum to 1 and none is 0.
    """

    model: str
    backends: tuple[str, ...]
    shares: Mapping[str, float]


def expect(settings: ModelSettings) -> Expectation | None:
    """Return what is expected of a model: what the settings say, or else what it did on validation.

    Nothing is expected of a model without either. Of an artifact, only the manifest is read.

    Raises
    ------
    ArtifactError
        If the manifest is missing, or is not one.
    SettingsError
        If the setting `reference` has not the labels of the model.
    """
    if settings.labels is not None:
        name, labels, found = settings.name, set(settings.labels.values()), None
    else:
        manifest = read_manifest(settings.artifact, settings.manifest)
        name, labels, found = manifest.name, set(manifest.labels), _on_validation(manifest)
    if settings.reference is not None:
        if set(settings.reference) != labels:
            theirs, ours = ", ".join(settings.reference), ", ".join(sorted(labels))
            raise SettingsError(f"the reference of {name!r} has the labels {theirs}; the model has {ours}")
        total = sum(settings.reference.values())
        found = {label: share / total for label, share in settings.reference.items()}
    if found is None:
        return None
    backends = ("local", settings.stronger) if settings.backend == "cascade" else (settings.backend,)
    return Expectation(name, backends, found)


def _on_validation(manifest: Manifest) -> dict[str, float] | None:
    """Return how often it gave each label there, which is not how often each was right."""
    confusion = manifest.metrics.get("valid", {}).get("confusion")
    if not confusion:
        return None
    given = [sum(column) for column in zip(*confusion, strict=True)]
    return shares(dict(zip(manifest.labels, given, strict=True)))
