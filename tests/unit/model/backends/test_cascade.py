import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model import HeadlineError, ModelSettings, SettingsError, explain, open_classifier
from model.backends.allowance import Allowance
from model.backends.bedrock import BedrockClassifier
from model.backends.cascade import CascadeClassifier
from model.backends.circuit import Circuit
from model.backends.local import LocalClassifier
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from tests.clock import Clock
from tests.fake_bedrock import FakeBedrock, filed, said
from tests.fake_endpoint import FakeEndpoint
from tests.fake_service import Answer, error

WORDS = {"shares": (4.0, 0.0), "flu": (0.0, 4.0), "vague": (0.2, 0.0), "vaguer": (0.1, 0.0)}
"""The threshold is 0.8: of the last two the model is unsure."""
FAILED = error(500, "InternalServerException")
MODEL = "amazon.nova-micro-v1:0"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return make_artifact(tmp_path / "words", WORDS)


@pytest.fixture
def local(artifact: Path) -> LocalClassifier:
    return LocalClassifier.open(artifact)


@pytest.fixture
def service() -> Iterator[FakeBedrock]:
    service = FakeBedrock(lambda headline: filed("Health", 0.95))
    with service.serving():
        yield service


@pytest.fixture
def cascade(local: LocalClassifier, clock: Clock) -> CascadeClassifier:
    return CascadeClassifier(
        local,
        BedrockClassifier(MODEL, local.manifest),
        patience=5,
        at_once=1,
        allowance=Allowance(5, clock),
        circuit=Circuit(failures=2, seconds=30, clock=clock),
    )


def backends(cascade: CascadeClassifier, *headlines: str) -> list[str]:
    return [one.model.backend for one in cascade.classify(headlines)]


def test_what_is_sure_is_answered_here(
    service: FakeBedrock, cascade: CascadeClassifier, local: LocalClassifier
) -> None:
    assert cascade.classify(["shares", "flu"]) == local.classify(["shares", "flu"])
    assert service.asked == []


def test_what_is_not_is_answered_by_the_stronger_one_in_its_place(
    service: FakeBedrock, cascade: CascadeClassifier, local: LocalClassifier
) -> None:
    found = cascade.classify(["shares", "vague", "flu", "vaguer"])

    assert [one.model.backend for one in found] == ["local", "bedrock", "local", "bedrock"]
    assert [found[0], found[2]] == local.classify(["shares", "flu"])
    assert (found[1].predicted_label, found[1].needs_review) == ("Health", False)
    assert sorted(service.headlines) == ["vague", "vaguer"]


@pytest.mark.parametrize("answer", [FAILED, error(429, "ThrottlingException"), said({"text": "no"})])
def test_where_it_fails_the_local_answer_stands_for_review(
    service: FakeBedrock, cascade: CascadeClassifier, local: LocalClassifier, answer: Answer
) -> None:
    service.next.extend([answer] * 2)

    (found,) = cascade.classify(["vague"])

    assert found == replace(local.classify(["vague"])[0], needs_review=True)


def test_where_it_is_slow_nobody_waits_for_it(service: FakeBedrock, local: LocalClassifier) -> None:
    hasty = CascadeClassifier(
        local, BedrockClassifier(MODEL, local.manifest), patience=0.2, at_once=1, allowance=Allowance(9)
    )
    service.next.append(filed("Health", seconds=3))
    started = time.monotonic()

    (found,) = hasty.classify(["vague"])

    assert (found.model.backend, found.needs_review) == ("local", True)
    assert time.monotonic() - started < 3


def test_what_is_answered_in_time_counts_whatever_becomes_of_the_rest(
    local: LocalClassifier, caplog: pytest.LogCaptureFixture
) -> None:
    answers = {"vague one": FAILED, "vague two": filed("Health"), "vague three": filed("Health", seconds=3)}
    service = FakeBedrock(answers.__getitem__)
    hasty = CascadeClassifier(
        local, BedrockClassifier(MODEL, local.manifest), patience=1, at_once=1, allowance=Allowance(9)
    )

    with service.serving(), caplog.at_level(logging.WARNING, "model"):
        found = hasty.classify(list(answers))

    assert [(one.model.backend, one.needs_review) for one in found] == [
        ("local", True), ("bedrock", False), ("local", True),
    ]  # fmt: skip
    assert "1 of 3 answered without the stronger backend: it did not answer within 1 s" in caplog.text


def test_the_least_sure_come_first_where_not_all_may_be_asked(
    service: FakeBedrock, cascade: CascadeClassifier
) -> None:
    found = cascade.classify(["vague"] * 4 + ["vaguer"] * 4)

    assert [one.model.backend for one in found] == ["bedrock"] + ["local"] * 3 + ["bedrock"] * 4
    assert all(one.needs_review for one in found if one.model.backend == "local")


def test_after_a_minute_it_is_asked_again(
    service: FakeBedrock, cascade: CascadeClassifier, clock: Clock
) -> None:
    assert backends(cascade, *["vague"] * 5) == ["bedrock"] * 5
    assert backends(cascade, "vague") == ["local"]
    clock.now += 60
    assert backends(cascade, "vague") == ["bedrock"]


def test_who_fails_again_and_again_is_left_alone_for_a_while(
    service: FakeBedrock, cascade: CascadeClassifier, clock: Clock
) -> None:
    service.next.extend([FAILED] * 4)
    assert backends(cascade, "vague") + backends(cascade, "vague") == ["local", "local"]
    asked = len(service.asked)

    assert backends(cascade, "vague") == ["local"]
    assert len(service.asked) == asked

    clock.now += 30
    assert backends(cascade, "vague") == ["bedrock"]


def test_a_trial_is_not_spent_where_nothing_may_be_asked(
    service: FakeBedrock, cascade: CascadeClassifier, clock: Clock
) -> None:
    assert backends(cascade, *["vague"] * 3) == ["bedrock"] * 3
    clock.now += 31
    service.next.extend([FAILED] * 4)
    assert backends(cascade, "vague") + backends(cascade, "vague") == [
        "local",
        "local",
    ]  # the fifth in this minute

    clock.now += 28  # a second before the minute of the first three is over
    assert backends(cascade, "vague") == ["local"]
    clock.now += 2  # they are forgotten, and the circuit has been open long enough
    assert backends(cascade, "vague") == ["bedrock"]


def test_the_threshold_can_be_another(service: FakeBedrock, local: LocalClassifier) -> None:
    def escalated(below: float) -> list[str]:
        stronger = BedrockClassifier(MODEL, local.manifest)
        cascade = CascadeClassifier(
            local, stronger, below=below, patience=5, at_once=1, allowance=Allowance(9)
        )
        return backends(cascade, "shares", "vague", "vaguer")

    assert escalated(0) == ["local", "local", "local"]
    assert escalated(0.54) == ["local", "local", "bedrock"]
    assert escalated(1) == ["bedrock", "bedrock", "bedrock"]


def test_a_failure_is_logged_without_the_headline(
    service: FakeBedrock, cascade: CascadeClassifier, caplog: pytest.LogCaptureFixture
) -> None:
    service.next.extend([FAILED] * 2)

    with caplog.at_level(logging.WARNING, "model"):
        cascade.classify(["vague secret"])

    assert f"1 of 1 answered without the stronger backend: Bedrock's {MODEL} failed" in caplog.text
    assert "secret" not in caplog.text


def test_words_are_weighed_where_the_local_model_decided(
    service: FakeBedrock, cascade: CascadeClassifier, local: LocalClassifier
) -> None:
    assert explain(cascade, "shares rise") == explain(local, "shares rise")

    prediction, weights = explain(cascade, "vague news")
    assert (prediction.model.backend, weights) == ("bedrock", [])


def test_an_empty_headline_costs_no_call(service: FakeBedrock, cascade: CascadeClassifier) -> None:
    with pytest.raises(HeadlineError, match="headline 1: is empty"):
        cascade.classify(["vague", " "])
    assert service.asked == []


def test_tokens_are_those_of_the_stronger_one(service: FakeBedrock, cascade: CascadeClassifier) -> None:
    cascade.classify(["shares", "vague"])

    assert cascade.meter.take() == (300, 40)


def test_it_says_of_itself_what_the_local_one_does(
    cascade: CascadeClassifier, local: LocalClassifier
) -> None:
    assert (cascade.labels, cascade.version) == (local.labels, local.version)
    assert cascade.description == local.manifest


def test_other_labels_are_no_cascade(local: LocalClassifier) -> None:
    turned = BedrockClassifier(MODEL, replace(MANIFEST_OF_WORDS, labels=("Health", "Business")))

    with pytest.raises(SettingsError, match="the labels Business, Health and Health, Business"):
        CascadeClassifier(local, turned, patience=1, at_once=1, allowance=Allowance(1))


def test_what_nobody_waits_for_is_not_asked_again(service: FakeBedrock, artifact: Path) -> None:
    settings = ModelSettings(backend="cascade", artifact=str(artifact), bedrock=MODEL, patience=0.3)
    service.next.extend([said({"text": "no"}, seconds=0.5)] * 2)  # an answer that would be asked for again

    (found,) = open_classifier(settings).classify(["vague"])
    time.sleep(0.8)

    assert (found.model.backend, len(service.asked)) == ("local", 1)


def test_the_stronger_one_may_be_an_endpoint(local: LocalClassifier, artifact: Path) -> None:
    def sure(headlines: list[str]) -> Answer:
        rows = [[0.0, 1.0] for _ in headlines]
        return Answer(
            body=json.dumps({"predicted_label": ["Health"] * len(rows), "probabilities": rows}).encode()
        )

    service = FakeEndpoint(sure)
    settings = ModelSettings(
        backend="cascade", stronger="sagemaker", artifact=str(artifact), endpoint="news-big", patience=1
    )
    with service.serving():
        cascade = open_classifier(settings)
        found = cascade.classify(["vague", "shares", "vaguer"])
        service.next.append(Answer(body=b"{}", seconds=3))
        (late,) = cascade.classify(["vague"])
        service.next.append(error(400, "ValidationError"))
        (failed,) = cascade.classify(["vague"])

    assert [one.model.backend for one in found] == ["sagemaker", "local", "sagemaker"]
    assert service.asked[0][2] == {"inputs": ["vaguer", "vague"]}  # in one call, the least sure first
    expected = replace(local.classify(["vague"])[0], needs_review=True)
    assert late == failed == expected


def test_settings_open_it(service: FakeBedrock, artifact: Path) -> None:
    settings = ModelSettings(
        backend="cascade", artifact=str(artifact), bedrock=MODEL, escalated_below=0.54, escalated_per_minute=1
    )

    found = open_classifier(settings).classify(["vague", "vaguer", "vaguer"])

    assert [one.model.backend for one in found] == ["local", "bedrock", "local"]
    with pytest.raises(SettingsError, match="CASCADE_BACKEND is 'cascade', not one of sagemaker, bedrock"):
        open_classifier(replace(settings, stronger="cascade"))
    with pytest.raises(SettingsError, match="BEDROCK_MODEL names no model"):
        open_classifier(replace(settings, bedrock=""))
