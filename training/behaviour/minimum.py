"""Headlines that leave no doubt get their label."""

from training.behaviour.answers import Answers
from training.behaviour.cases import Minimum
from training.behaviour.check import Check, Failure, share_kept


def check_minimum(minimum: Minimum, answers: Answers) -> tuple[list[Check], list[Failure]]:
    """Return a check per label and the headlines that got another one."""
    checks, failures = [], []
    for label, texts in minimum.headlines.items():
        wrong = [
            Failure("minimum", label, text, label, f"{answer.predicted_label} {answer.confidence:.2f}")
            for text, answer in zip(texts, answers(texts), strict=True)
            if answer.predicted_label != label
        ]
        checks.append(Check("minimum", label, share_kept(wrong, texts), minimum.least, len(texts)))
        failures += wrong
    return checks, failures
