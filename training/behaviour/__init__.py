"""What a model must be able to do, as data: cases in, a verdict out.

>>> from model.backends.local import LocalClassifier
>>> from training.behaviour import load_cases, run
>>> classifier = LocalClassifier.open("model/release")
>>> run(classifier, load_cases("tests/behaviour", classifier.labels)).passed
True
"""

from training.behaviour.cases import Cases
from training.behaviour.errors import BehaviourError
from training.behaviour.gate import GateError, describe, require
from training.behaviour.reading import load_cases
from training.behaviour.result import Result
from training.behaviour.runner import run

__all__ = ["BehaviourError", "Cases", "GateError", "Result", "describe", "load_cases", "require", "run"]
