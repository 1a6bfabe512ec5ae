import json
import logging
from pathlib import Path
from typing import Any

import pytest

from model.artifact import FOLDER
from model.backends.local import LocalClassifier
from model.inference import input_fn, model_fn, output_fn, predict_fn
from tests.artifacts import make_artifact

WORDS = {"shares": (4.0, 0.0), "flu": (0.0, 4.0)}


class Context:
    """Takes what the model server's own context takes."""

    status: tuple[int, str] | None = None

    def set_response_status(self, code: int, phrase: str, idx: int) -> None:
        assert idx == 0
        self.status = code, phrase


def invoke(model: Any, body: str, content_type: str = "application/json") -> tuple[Any, Any]:
    """Call the functions as the server does; return the answer and the status that was set."""
    context = Context()
    request = input_fn(body, content_type, context)
    text = output_fn(predict_fn(request, model, context), "application/json", context)
    return json.loads(text), context.status


@pytest.fixture
def model(tmp_path: Path) -> Any:
    make_artifact(tmp_path / FOLDER, WORDS)
    return model_fn(str(tmp_path))


def test_the_answer_is_that_of_the_local_backend(model: Any) -> None:
    found, status = invoke(model, '{"inputs": "shares rise"}')

    (expected,) = model.classify(["shares rise"])
    assert isinstance(model, LocalClassifier)
    assert found == {
        "predicted_label": expected.predicted_label,
        "probabilities": expected.probabilities,
    }
    assert status is None


def test_a_line_that_cannot_be_classified_costs_no_other(model: Any) -> None:
    request = input_fn('"flu"\n\n"shares"\n', "application/jsonlines")

    lines = output_fn(predict_fn(request, model), "application/jsonlines").splitlines()

    assert [json.loads(line).get("predicted_label") for line in lines] == ["Health", None, "Business"]


def test_lines_of_which_none_can_be_classified_are_answered(model: Any) -> None:
    request = input_fn("\n\n", "application/jsonlines")

    assert output_fn(predict_fn(request, model), "application/jsonlines").count("not JSON") == 2


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ("{", "application/json", (400, "Bad Request"), "invalid_request"),
        ("x", "image/png", (415, "Unsupported Media Type"), "unsupported_media_type"),
    ],
)
def test_a_bad_request_is_the_callers_fault(
    model: Any, body: str, content_type: str, status: tuple[int, str], code: str
) -> None:
    found, told = invoke(model, body, content_type)

    assert told == status
    assert found["error"]["code"] == code


def test_a_model_that_cannot_be_opened_is_our_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "manifest.json").write_text("{}")

    with caplog.at_level(logging.ERROR):
        model = model_fn(str(tmp_path))

    assert invoke(model, '{"inputs": "shares"}') == (
        {"error": {"code": "not_ready", "message": "the model cannot be opened"}},
        (503, "Service Unavailable"),
    )
    assert "manifest.json lacks" in caplog.text


def test_an_engine_that_fails_is_our_fault_and_tells_no_headline(
    model: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: list[str]) -> None:
        raise ValueError("shares of a secret")

    monkeypatch.setattr(model, "classify", fail)

    assert invoke(model, '{"inputs": "shares of a secret"}') == (
        {"error": {"code": "model_failed", "message": "the model could not answer"}},
        (500, "Internal Server Error"),
    )
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
