"""What a model must be able to do, as data: cases in, a verdict out.

>>> from model.backends.local import LocalClassifier
>>> from training.behaviour import load_cases, run
>>> classifier = LocalClassifier.open("model/release")
>>> run(classifier, load_cases("tests/behaviour", classifier.labels)).passed
True
"""

from training.behaviour.cases import BehaviourError, Cases, load_cases
from training.behaviour.result import Result
from training.behaviour.runner import run

__all__ = ["BehaviourError", "Cases", "Result", "load_cases", "run"]
