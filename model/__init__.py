"""A headline in, a prediction out.

Nothing outside this package knows about ONNX Runtime, SageMaker or Bedrock.

>>> from model import open_classifier
>>> open_classifier().classify(["New treatment for ADHD discovered"])[0].predicted_label
'Health'
"""

from model.backends import open_classifier
from model.classifier import Classifier
from model.errors import (
    ArtifactError,
    BackendError,
    HeadlineError,
    ModelError,
    NotReadyError,
    RefusedError,
    SettingsError,
    SlowError,
    ThrottledError,
)
from model.explanation import WordWeight, explain
from model.headline import MAX_CHARACTERS, normalise
from model.manifest import Manifest
from model.prediction import ModelReference, Prediction, UncalibratedPrediction
from model.settings import ModelSettings
from model.tokens import Metered, TokenMeter, Tokens

__all__ = [
    "MAX_CHARACTERS",
    "ArtifactError",
    "BackendError",
    "Classifier",
    "HeadlineError",
    "Manifest",
    "Metered",
    "ModelError",
    "ModelReference",
    "ModelSettings",
    "NotReadyError",
    "Prediction",
    "RefusedError",
    "SettingsError",
    "SlowError",
    "ThrottledError",
    "TokenMeter",
    "Tokens",
    "UncalibratedPrediction",
    "WordWeight",
    "explain",
    "normalise",
    "open_classifier",
]
