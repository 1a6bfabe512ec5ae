"""Are the explanations true? Words they weigh most must matter more than words picked at random.

>>> from model.backends.local import LocalClassifier
>>> from training.deletion import delete_words
>>> delete_words(LocalClassifier.open("model/release"), headlines).advantage[0].value > 0
True
"""

from training.deletion.cost import Cost, measure_cost
from training.deletion.deletion import Deletion, delete_words

__all__ = ["Cost", "Deletion", "delete_words", "measure_cost"]
