import numpy as np
import pytest

from benchmarks.contenders.contender import Absent
from benchmarks.precisions import PRECISIONS, REFERENCE, SHIPPED, Material, floats
from model.softmax import softmax
from training.inference import network_logits
from training.run_folder import Run


@pytest.fixture(scope="module")
def material(run_of_training: Run) -> Material:
    return Material(run_of_training)


@pytest.mark.parametrize("name", PRECISIONS)
def test_each_answers_nearly_as_the_network_does(name: str, material: Material, texts: list[str]) -> None:
    expected = softmax(network_logits(material.run, texts))

    try:
        variant = PRECISIONS[name](material)
    except Absent as reason:
        pytest.skip(str(reason))

    found = variant.contender.probabilities(texts)
    assert np.abs(found - expected).mean() < 0.01
    assert variant.bytes > 0
    assert variant.contender.setting


def test_the_shipped_one_ignores_its_company_and_is_smaller(material: Material, texts: list[str]) -> None:
    shipped, reference = PRECISIONS[SHIPPED](material), PRECISIONS[REFERENCE](material)
    answer = shipped.contender.probabilities

    alone = np.concatenate([answer([text]) for text in texts])
    assert np.abs(answer(texts) - alone).max() < 1e-5
    assert shipped.bytes < reference.bytes


def test_without_bf16_there_is_no_bf16(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floats, "machine", lambda: {"flags": ["avx2"]})

    with pytest.raises(Absent, match="no products in bf16"):
        floats.bfloat16(material)
