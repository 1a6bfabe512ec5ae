import argparse

import pytest

from training.release.store_option import add_store_option


def parse(*words: str) -> str:
    parser = argparse.ArgumentParser()
    add_store_option(parser)
    store: str = parser.parse_args(words).store
    return store


def test_the_environment_may_hold_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_STORE", "s3://ours")

    assert parse() == "s3://ours"
    assert parse("--store", "s3://mine") == "s3://mine"


def test_without_one_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWSDESK_STORE", raising=False)

    with pytest.raises(SystemExit):
        parse()

    assert "required: --store" in capsys.readouterr().err
