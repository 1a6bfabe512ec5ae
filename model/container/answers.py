"""Writing an answer: the original's JSON, whole predictions, and the line formats of Batch Transform."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from model.container.media import CSV, JSON, JSON_LINES, PREDICTIONS, chosen
from model.container.refusal import Refusal, RefusalError
from model.prediction import Prediction

Outcome = Prediction | Refusal
OFFERED = (JSON, JSON_LINES, CSV, PREDICTIONS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes
    ----------
    outcomes
        In the order of the request's records.
    labels
        Label names, in the model's order.
    single, lines
        As the request was.
    """

    outcomes: tuple[Outcome, ...]
    labels: tuple[str, ...]
    single: bool = False
    lines: bool = False


def write_answer(answer: Answer, accept: str | None) -> str:
    """Write an answer in a format its caller accepts.

    Parameters
    ----------
    answer
        Predictions, and refusals in their places.
    accept
        `application/json`: `predicted_label` and `probabilities` of one headline, or a list of labels and a row
        for each; of a request in lines, as the next. `application/jsonlines`: the same per record, or `error`.
        `text/csv`: label, a probability for each label in the model's order, error.

    Raises
    ------
    RefusalError
        If no format is accepted, or one record of a request in lines is refused and the format has no place for
        that.
    """
    kind = chosen(accept, OFFERED)
    if kind is None:
        raise RefusalError(
            "not_acceptable", f"no answer is of type {accept!r}; there are {', '.join(OFFERED)}"
        )
    # The server says `application/json` where its caller said nothing; what came in lines is answered in lines,
    # for Batch Transform puts them side by side.
    if kind == JSON_LINES or (kind == JSON and answer.lines):
        return "".join(_line(outcome) + "\n" for outcome in answer.outcomes)
    if kind == CSV:
        return _csv(answer)
    predictions = _all(answer.outcomes)
    if kind == PREDICTIONS:
        content: dict[str, Any] = {"predictions": [asdict(prediction) for prediction in predictions]}
    elif answer.single:
        content = _contract(predictions[0])
    else:
        content = {
            "predicted_label": [prediction.predicted_label for prediction in predictions],
            "probabilities": [prediction.probabilities[0] for prediction in predictions],
        }
    return json.dumps(content, ensure_ascii=False)


def _contract(prediction: Prediction) -> dict[str, Any]:
    return {"predicted_label": prediction.predicted_label, "probabilities": prediction.probabilities}


def _line(outcome: Outcome) -> str:
    if isinstance(outcome, Refusal):
        return outcome.to_json()
    return json.dumps(_contract(outcome), ensure_ascii=False)


def _csv(answer: Answer) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for outcome in answer.outcomes:
        if isinstance(outcome, Refusal):
            writer.writerow(["", *([""] * len(answer.labels)), outcome.message])
        else:
            writer.writerow([outcome.predicted_label, *outcome.probabilities[0], ""])
    return text.getvalue()


def _all(outcomes: Sequence[Outcome]) -> list[Prediction]:
    predictions: list[Prediction] = []
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            raise RefusalError(outcome.code, outcome.message)
        predictions.append(outcome)
    return predictions
