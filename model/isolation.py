"""Answers to many headlines, where one that cannot be answered should not cost the others theirs."""

from collections.abc import Sequence

from model.classifier import Classifier
from model.errors import BackendError
from model.prediction import Prediction

MOST_FAILURES = 10
"""Headlines in a row without an answer, above which it is not they that are the trouble."""


def each_answer(classifier: Classifier, headlines: Sequence[str]) -> list[Prediction | BackendError]:
    """Classify headlines, answers in the same order, with an error in place of those that fail by themselves.

    A list that fails is asked about in halves, and those in halves again.

    Parameters
    ----------
    classifier
        Who answers.
    headlines
        None of them empty.

    Raises
    ------
    BackendError
        If more than `MOST_FAILURES` in a row fail.
    """
    in_a_row = 0

    def ask(part: Sequence[str]) -> list[Prediction | BackendError]:
        nonlocal in_a_row
        try:
            found = classifier.classify(part)
        except BackendError as error:
            if len(part) == 1:
                in_a_row += 1
                if in_a_row > MOST_FAILURES:
                    raise
                return [error]
            middle = len(part) // 2
            return [*ask(part[:middle]), *ask(part[middle:])]
        in_a_row = 0
        return list(found)

    return ask(headlines)
