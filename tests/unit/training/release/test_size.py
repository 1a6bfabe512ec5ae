from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

import pytest

from tests.releases import make_release
from training.release import size
from training.release.claim import File
from training.release.published import Release, open_release
from training.release.publishing import publish
from training.release.store import Store


@pytest.fixture
def release(store: Store, tmp_path: Path) -> Release:
    publish(make_release(tmp_path), store)
    return open_release(store, "words", "1.0.0")


@pytest.mark.parametrize(
    ("words", "passed"), [([], True), (["--max-size", "20"], True), (["--max-size", "19.9"], False)]
)
def test_what_a_classifier_opens_is_measured(release: Release, words: list[str], passed: bool) -> None:
    parser = ArgumentParser()
    size.add_options(parser)
    files = {"model.onnx": File(20_000_000, ""), "model.tar.gz": File(500_000_000, "")}

    (verdict,) = size.check(None, replace(release, files=files), parser.parse_args(words))

    assert verdict.passed is passed
    assert not verdict.final
    assert verdict.message.startswith("20.0 MB; ")


def test_the_release_before_is_told(release: Release) -> None:
    parser = ArgumentParser()
    size.add_options(parser)
    larger = replace(release, files={"model.onnx": File(30_000_000, "")})

    (verdict,) = size.check(larger, release, parser.parse_args([]))

    assert verdict.message == "0.0 MB, 30.0 before; 262.1 allowed"
