import numpy as np
import pytest

from benchmarks.contenders import OPENERS, OURS, Absent, Contender, Subject, open_contender
from benchmarks.contenders.transformers import ORIGINAL_MOST
from model.softmax import softmax
from tests.parts import need
from training.inference import network_logits

COMPILED = "torch.compile bf16"
TOLERANCE = {OURS: 0.05, "OpenVINO bf16": 0.05, "CTranslate2 int8": 0.08}
"""Largest difference of a probability, where it is not the one of float32."""


def opened(name: str, subject: Subject) -> Contender:
    try:
        return open_contender(name, OPENERS[name], subject)
    except Absent as reason:
        need(False, str(reason))
        raise


@pytest.mark.parametrize("pooling", ["first", "mean"])
@pytest.mark.parametrize("name", sorted(set(OPENERS) - {COMPILED, OURS}))
def test_a_peer_answers_as_the_network_does(
    name: str, pooling: str, request: pytest.FixtureRequest, texts: list[str]
) -> None:
    subject = request.getfixturevalue({"first": "subject", "mean": "mean_subject"}[pooling])
    contender = opened(name, subject)

    found = contender.probabilities(texts)

    expected = softmax(network_logits(subject.run, texts))
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, atol=TOLERANCE.get(name, 1e-4))


def test_newsdesk_answers_with_the_artifact(subject: Subject, texts: list[str]) -> None:
    contender = open_contender(OURS, OPENERS[OURS], subject)

    found = contender.probabilities(texts)

    temperature = subject.opened.manifest.temperature
    expected = softmax(network_logits(subject.run, texts), temperature)
    np.testing.assert_allclose(found, expected, atol=TOLERANCE[OURS])


def test_the_original_way_is_given_few(subject: Subject) -> None:
    contender = opened("the original's way", subject)

    assert contender.most_headlines == ORIGINAL_MOST
    assert contender.most_rounds


def test_a_peer_that_is_not_installed_is_absent_and_says_so(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openvino", None)

    with pytest.raises(Absent, match="openvino is not installed"):
        open_contender("OpenVINO bf16", OPENERS["OpenVINO bf16"], subject)


def test_a_peer_that_fails_is_absent_with_its_error(subject: Subject) -> None:
    def broken(_: Subject) -> Contender:
        raise RuntimeError("illegal instruction\nsecond line")

    with pytest.raises(Absent, match=r"^failed with RuntimeError: illegal instruction$"):
        open_contender("ONNX Runtime fp32", broken, subject)


def test_newsdesk_may_not_fail(subject: Subject) -> None:
    def broken(_: Subject) -> Contender:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        open_contender(OURS, broken, subject)
