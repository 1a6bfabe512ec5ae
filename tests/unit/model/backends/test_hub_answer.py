import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from model import BackendError, ModelSettings, SettingsError, open_classifier
from model.backends.hub_answer import read_hub_answer
from model.description import Description
from tests.fake_endpoint import FakeEndpoint
from tests.fake_service import Answer, error

LABELS = {"LABEL_0": "Negative", "LABEL_1": "Neutral", "LABEL_2": "Positive"}
SENTIMENT = Description("sentiment", "a/model", ("Negative", "Neutral", "Positive"), 0.6, "a/model")
SETTINGS = ModelSettings(
    backend="sagemaker",
    endpoint="news-dev-sentiment",
    labels=LABELS,
    name="sentiment",
    version="a/model",
    threshold=0.6,
)


def row(*scores: float) -> list[dict[str, object]]:
    """Return the scores as the pipeline has them: the best first."""
    named = [{"label": f"LABEL_{index}", "score": score} for index, score in enumerate(scores)]
    return sorted(named, key=lambda one: -float(str(one["score"])))


def read(content: object, expected: int, labels: Mapping[str, str] = LABELS) -> list[list[float]]:
    found = read_hub_answer(json.dumps(content).encode(), expected, SENTIMENT, labels)
    return [one.probabilities[0] for one in found]


def hub(*scores: float) -> FakeEndpoint:
    """Return an endpoint that answers every headline alike."""
    return FakeEndpoint(lambda headlines: Answer(body=json.dumps([row(*scores)] * len(headlines)).encode()))


def test_a_model_of_the_hub_answers_with_our_labels() -> None:
    service = hub(0.1, 0.2, 0.7)
    with service.serving():
        found = open_classifier(SETTINGS).classify(["a  good day", "another"])

    assert [one.predicted_label for one in found] == ["Positive", "Positive"]
    assert found[0].scores == {"Negative": 0.1, "Neutral": 0.2, "Positive": 0.7}
    assert (found[0].needs_review, found[0].model.name, found[0].model.version) == (
        False,
        "sentiment",
        "a/model",
    )
    ((path, headers, body),) = service.asked
    assert path == "/endpoints/news-dev-sentiment/invocations"
    assert headers["accept"] == "application/json"
    assert body == {"inputs": ["a good day", "another"], "parameters": {"top_k": None, "truncation": True}}


def test_a_long_list_is_asked_in_short_calls() -> None:
    service = hub(1, 0, 0)
    with service.serving():
        assert len(open_classifier(SETTINGS).classify(["bad"] * 100)) == 100

    assert sorted(len(body["inputs"]) for _, _, body in service.asked) == [4, 32, 32, 32]
    assert service.most_at_once <= 2


def test_its_400_is_a_failure_like_any_other() -> None:
    service = hub(1, 0, 0)
    failed = error(424, "ModelError", OriginalStatusCode=400)
    with service.serving():
        service.next.append(failed)
        assert open_classifier(SETTINGS).classify(["bad"])[0].predicted_label == "Negative"

        service.next.extend([failed] * 2)
        with pytest.raises(BackendError) as caught:
            open_classifier(SETTINGS).classify(["bad"])

    assert type(caught.value) is BackendError


def test_a_tokenizer_that_does_not_know_its_length_is_told() -> None:
    service = hub(1, 0, 0)
    with service.serving():
        open_classifier(replace(SETTINGS, max_length=512)).classify(["bad"])

    ((_, _, body),) = service.asked
    assert body["parameters"]["max_length"] == 512


def test_one_row_may_stand_alone() -> None:
    assert read(row(0.2, 0.3, 0.5), 1) == read([row(0.2, 0.3, 0.5)], 1) == [[0.2, 0.3, 0.5]]


def test_scores_of_labels_that_are_one_for_us_are_added() -> None:
    labels = {"LABEL_0": "Negative", "LABEL_1": "Negative", "LABEL_2": "Neutral", "LABEL_3": "Positive"}

    assert read([row(0.25, 0.25, 0.4, 0.1)], 1, labels) == [[0.5, 0.4, 0.1]]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ([row(0.4, 0.6)], "scored 2 labels, not LABEL_0, LABEL_1, LABEL_2"),
        ([row(0.1, 0.1, 0.1, 0.7)], "scored 4 labels"),
        ([[{"label": "LABEL_2", "score": 0.9}]], "scored 1 labels"),
        ([row(0.9, 0.8, 0.1)], "do not sum to 1"),
        ([row(float("nan"), 0.5, 0.5)], "do not sum to 1"),
        ([row(1, 0, 0)] * 2, "answered 2 of 1"),
        ([], "answered 0 of 1"),
        ({"error": "secret"}, "cannot be read: KeyError"),
        ([["secret"]], "cannot be read: TypeError"),
        ([[{"label": "LABEL_0", "score": "secret"}]], "cannot be read: ValueError"),
        (None, "cannot be read: TypeError"),
    ],
)
def test_what_is_something_else_is_refused(content: object, problem: str) -> None:
    with pytest.raises(BackendError, match=problem) as caught:
        read(content, 1)

    assert "secret" not in str(caught.value)


def test_a_model_without_an_artifact_needs_a_name() -> None:
    with pytest.raises(SettingsError, match="it needs a name and a version"):
        open_classifier(ModelSettings(backend="sagemaker", endpoint="there", labels=LABELS))
