import argparse
from pathlib import Path

import pytest

from benchmarks.subject_options import add_subject


def test_both_folders_are_wanted() -> None:
    parser = argparse.ArgumentParser()
    add_subject(parser)

    options = parser.parse_args(["--run", "runs/mine", "--artifact", "artifacts/mine"])

    assert (options.run, options.artifact) == (Path("runs/mine"), Path("artifacts/mine"))
    with pytest.raises(SystemExit):
        parser.parse_args(["--run", "runs/mine"])
