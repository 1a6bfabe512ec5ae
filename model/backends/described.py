"""What a classifier says of itself, from its manifest."""

from model.manifest import Manifest


class Described:
    """The part of a classifier that is the same wherever the model runs."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    @property
    def labels(self) -> tuple[str, ...]:
        return self._manifest.labels

    @property
    def version(self) -> str:
        return self._manifest.version

    @property
    def manifest(self) -> Manifest:
        return self._manifest
