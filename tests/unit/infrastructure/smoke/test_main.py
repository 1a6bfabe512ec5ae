import json
from collections.abc import Iterator

import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback
from infrastructure.free_port import free_port
from infrastructure.smoke import __main__ as command
from infrastructure.smoke.__main__ import main

MODEL = {"name": "news", "version": "1.2.0", "backend": "local"}
PREDICTION = {"predicted_label": "Health", "scores": {"Health": 1.0}, "model": MODEL}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PAUSE", 0.01)
    monkeypatch.setenv("API_KEY", "the-key")


@pytest.fixture
def busy() -> list[int]:
    """What it answers before it is ready."""
    return []


@pytest.fixture
def url(busy: list[int]) -> Iterator[str]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            content = json.loads(self.body() or b"null")
            if busy:
                status, body = busy.pop(0), {}
            elif self.path == "/v1/health":
                status, body = 200, {"status": "ready", "model": MODEL}
            elif self.headers["x-api-key"] != "the-key":
                status, body = 403, {"error": {"code": "forbidden", "request_id": "1"}}
            elif not content:
                status, body = 400, {"error": {"code": "invalid_request", "request_id": "1"}}
            else:
                batch = {"predictions": [PREDICTION] * 3}
                status, body = 200, batch if self.path.endswith("batch") else PREDICTION
            self.reply(status, json.dumps(body).encode())

        def do_POST(self) -> None:
            self.do_GET()

    with serving_on_loopback(Handler) as port:
        yield f"http://127.0.0.1:{port}"


def test_each_check_has_a_line_and_the_key_is_in_none(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", url, "--model", "news", "--version", "1.2.0"]) == 0

    printed = capsys.readouterr()
    first, *lines = printed.out.splitlines()
    assert first == url
    assert [line[:22].split(maxsplit=1) for line in lines] == [
        ["ok", "health        "],
        ["ok", "one headline  "],
        ["ok", "batch         "],
        ["ok", "no key        "],
        ["ok", "feedback      "],
        ["ok", "bad request   "],
    ]
    assert all(" ms  " in line for line in lines)
    assert "the-key" not in printed.out + printed.err


def test_what_failed_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", url, "--key", "another-key", "--patience", "0"]) == 1

    printed = capsys.readouterr()
    assert printed.err == "failed: one headline, batch, bad request\n"
    assert "ok      no key" in printed.out
    assert "FAILED  batch" in printed.out


def test_a_service_that_is_slow_to_come_is_waited_for(
    url: str, busy: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    busy += [503, 403]

    assert main(["--url", url, "--patience", "60"]) == 0

    assert "FAILED" not in capsys.readouterr().out


def test_a_service_that_never_comes_is_not_waited_for_long(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", f"http://127.0.0.1:{free_port()}", "--patience", "0.1"]) == 1

    assert capsys.readouterr().err == "failed: health, one headline, batch, no key, feedback, bad request\n"


@pytest.mark.parametrize("arguments", [[], ["--stage", "prod", "--url", "http://localhost:3000"]])
def test_one_place_is_given(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "give --stage or --url" in capsys.readouterr().err


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", "localhost:3000"]) == 2

    assert capsys.readouterr().err.startswith("error: 'localhost:3000' is no address")
