import json
from pathlib import Path

import pytest

from training.behaviour import GateError
from training.export import ParityError
from training.job.failure import LENGTH, reason_of, tell


def test_a_reason_that_we_gave_is_told() -> None:
    assert reason_of(ParityError("the artifact agrees on 90%")) == "the artifact agrees on 90%"
    assert "No space left" in reason_of(OSError(28, "No space left on device"))


def test_of_what_nobody_foresaw_only_kind_and_place_are_told() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("Fed lifts rates")

    reason = reason_of(caught.value)

    assert reason.startswith("JSONDecodeError in decoder.py, line ")
    assert "Fed" not in reason


def test_the_cases_of_a_gate_are_not_told() -> None:
    verdict = "minimum\n  Business FAILS\n\nwanted -> got\n  Fed lifts rates\n\n2 of 9 checks fail"

    reason = reason_of(GateError(verdict))

    assert "2 of 9 checks fail" in reason
    assert "Fed" not in reason


def test_the_first_failure_is_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "output" / "failure"

    tell(OSError("the disk is full"), path)
    assert tell(OSError("connection closed by peer"), path) == "connection closed by peer"

    assert path.read_text() == "the disk is full"


def test_a_reason_that_cannot_be_written_is_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("no folder")

    assert tell(OSError("the disk is full"), tmp_path / "output" / "failure") == "the disk is full"


def test_a_reason_is_no_longer_than_what_is_kept(tmp_path: Path) -> None:
    tell(OSError("x" * 5000), tmp_path / "failure")

    assert len((tmp_path / "failure").read_text()) == LENGTH
