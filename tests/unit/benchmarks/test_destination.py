import argparse
from pathlib import Path

import pytest

from benchmarks.destination import add_destination, destination


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "docs/benchmarks"),
        (["--quick"], "build/benchmarks"),
        (["--quick", "--out", "mine"], "mine"),
        (["--out", "mine"], "mine"),
    ],
)
def test_a_first_look_does_not_replace_what_is_kept(given: list[str], expected: str) -> None:
    parser = argparse.ArgumentParser()
    add_destination(parser, "one round")

    assert destination(parser.parse_args(given)) == Path(expected)
