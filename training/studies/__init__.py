"""Studies of a recipe: how far its figures depend on the split, and on how much there is to train on.

Each is a series of trainings, whose results are kept one by one: what was stopped goes on where it was.
"""

from training.studies.folder import Studies, open_studies
from training.studies.result import Result

__all__ = ["Result", "Studies", "open_studies"]
