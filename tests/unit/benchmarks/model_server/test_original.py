import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.contenders import Subject
from benchmarks.model_server.original import write_original
from model.softmax import softmax
from training.inference import network_logits


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_its_handler_answers_as_the_network_does(
    pooling: str, request: pytest.FixtureRequest, texts: list[str], tmp_path: Path
) -> None:
    subject: Subject = request.getfixturevalue({"first": "subject", "mean": "mean_subject"}[pooling])
    folder = tmp_path / "model"
    write_original(subject, folder)
    specification = importlib.util.spec_from_file_location("inference", folder / "code/inference.py")
    handler = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(handler)

    model = handler.model_fn(str(folder))
    found = []
    for text in texts:
        headline = handler.input_fn(json.dumps({"inputs": text}), "application/json")
        found.append(json.loads(handler.output_fn(handler.predict_fn(headline, model), "application/json")))

    expected = softmax(network_logits(subject.run, texts))
    labels = [subject.run.labels[index] for index in expected.argmax(axis=1)]
    assert [answer["predicted_label"] for answer in found] == labels
    np.testing.assert_allclose([answer["probabilities"][0] for answer in found], expected, atol=1e-4)


def test_its_tokenizer_is_of_a_class_that_the_model_server_knows(subject: Subject, tmp_path: Path) -> None:
    write_original(subject, tmp_path / "model")

    content = json.loads((tmp_path / "model/tokenizer_config.json").read_text())
    assert content["tokenizer_class"] == "PreTrainedTokenizerFast"
