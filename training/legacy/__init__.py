"""Models of the original project: a checkpoint of its `script.py` becomes a run, and so an artifact."""

from training.legacy.checkpoint import CheckpointError, read_checkpoint
from training.legacy.importing import import_checkpoint

__all__ = ["CheckpointError", "import_checkpoint", "read_checkpoint"]
