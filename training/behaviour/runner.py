"""Run all cases on a model."""

from collections.abc import Sequence

from tqdm import tqdm

from model.backends.local import LocalClassifier
from training.behaviour.answers import Answers
from training.behaviour.cases import Cases
from training.behaviour.check import Check, Failure
from training.behaviour.direction import check_direction
from training.behaviour.invariance import check_invariance
from training.behaviour.minimum import check_minimum
from training.behaviour.result import Result
from training.behaviour.scope import check_scope


def run(
    classifier: LocalClassifier, cases: Cases, *, headlines: Sequence[str] = (), progress: bool = True
) -> Result:
    """Measure a model against the cases.

    Parameters
    ----------
    classifier
        With the labels that the cases were loaded for.
    cases
        What it is asked.
    headlines
        Headlines of a split; out-of-scope texts are compared with them too, which is reported only.
    progress
        Whether to show a progress bar.

    Raises
    ------
    BehaviourError
        If a change alters none of the headlines.
    """
    found: list[tuple[list[Check], list[Failure]]] = []
    scope = None
    plain = cases.minimum.texts() if cases.minimum else []
    with tqdm(desc="behaviour", unit=" headlines", disable=not progress) as bar:
        answers = Answers(classifier, bar)
        if cases.minimum:
            found.append(check_minimum(cases.minimum, answers))
        if cases.invariance:
            found.append(check_invariance(cases.invariance, plain, answers))
        if cases.direction:
            found.append(check_direction(cases.direction, answers))
        if cases.out_of_scope:
            checks, failures, scope = check_scope(cases.out_of_scope, plain, headlines, answers)
            found.append((checks, failures))
    return Result(
        checks=[check for checks, _ in found for check in checks],
        failures=[failure for _, failures in found for failure in failures],
        scope=scope,
    )
