import json

import pytest

from handlers import feedback, openapi, routes
from handlers.common import classifiers, documentation, examples
from handlers.common.classifiers import Shelf
from handlers.common.request_schemas import REQUESTS


@pytest.fixture
def shipped(monkeypatch):
    """The API on the model that ships with the project."""
    for name in ("MODEL_ARTIFACT", "MODEL_BACKEND", "MODELS"):
        monkeypatch.delenv(name, raising=False)
    shelf = Shelf()
    monkeypatch.setattr(classifiers, "shelf", shelf)


def close(actual, recorded):
    """Tell whether two answers are the same but for what another processor makes of the last digits."""
    if isinstance(recorded, dict):
        return actual.keys() == recorded.keys() and all(close(actual[key], recorded[key]) for key in recorded)
    if isinstance(recorded, list):
        return len(actual) == len(recorded) and all(map(close, actual, recorded))
    if isinstance(recorded, float):
        return actual == pytest.approx(recorded, abs=0.02)
    return actual == recorded


def test_committed_description_is_current():
    assert openapi.FILE.read_text(encoding="utf-8") == documentation.specification(routes.described()), (
        "openapi.json is stale; `make openapi` writes it"
    )


@pytest.mark.parametrize("name", REQUESTS)
def test_committed_schema_is_current(name):
    file = openapi.SCHEMAS / f"{name}.json"

    assert file.read_text(encoding="utf-8") == openapi.schema_text(name), (
        "the schema is stale; `make openapi` writes it"
    )


@pytest.mark.parametrize("name", examples.QUESTIONS)
def test_example_is_what_the_api_answers(shipped, name):
    assert close(openapi.ask(examples.QUESTIONS[name]), examples.answers()[name]), (
        "the example is stale; `make openapi` asks again"
    )


def test_question_that_is_refused_is_no_example(shelf):
    with pytest.raises(ValueError, match=r"POST /v1/classify answers 400: .*Field required"):
        openapi.ask(examples.Question("POST", "/v1/classify", {"headlines": []}))


def test_an_example_of_a_correction_is_kept_nowhere(shipped, monkeypatch, tmp_path):
    monkeypatch.setenv("FEEDBACK_FILE", str(tmp_path / "feedback.jsonl"))
    keeper = feedback.keeper

    openapi.ask(examples.QUESTIONS["correction"])

    assert list(tmp_path.iterdir()) == []
    assert feedback.keeper is keeper


def test_command_writes_every_file(shelf, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(openapi, "FILE", tmp_path / "openapi.json")
    monkeypatch.setattr(openapi, "SCHEMAS", tmp_path)
    monkeypatch.setattr(examples, "FILE", tmp_path / "examples.json")

    assert openapi.main() == 0

    assert json.loads((tmp_path / "examples.json").read_text())["health"]["model"]["name"] == "words"
    description = json.loads((tmp_path / "openapi.json").read_text())
    answer = description["paths"]["/v1/health"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer["examples"]["health"]["value"]["status"] == "ready"
    assert "headlines" in json.loads((tmp_path / "batch.json").read_text())["properties"]
    assert "Wrote examples.json, openapi.json and classify, batch, feedback" in capsys.readouterr().out
