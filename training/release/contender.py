"""What is compared: artifacts, and releases of a store."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Protocol

from model.artifact import MANIFEST, Artifact, open_artifact
from model.storage import is_s3_uri, open_folder
from training.data import Prepared, open_prepared
from training.release.answers import ReleaseAnswers, answers_of
from training.release.comparison import Side
from training.release.errors import ReleaseError
from training.release.pairing import LEAST, Pair, pair
