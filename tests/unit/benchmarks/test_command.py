from pathlib import Path

import pytest

from benchmarks.command import carry_out


def write(folder: Path, found: str) -> None:
    (folder / "report.md").write_text(found)


def test_what_was_measured_is_written_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert carry_out(lambda: "42", write, lambda found: f"| {found} |", tmp_path) == 0

    assert (tmp_path / "report.md").read_text() == "42"
    assert capsys.readouterr().out == f"| 42 |\n\nthe report is in {tmp_path}\n"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ValueError("label 'Helth'"), 2, "error: label 'Helth'\n"),
        (KeyboardInterrupt(), 130, "\nstopped; nothing was written\n"),
    ],
)
def test_what_went_wrong_is_told_and_nothing_written(
    error: BaseException, code: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure() -> str:
        raise error

    assert carry_out(measure, write, str, tmp_path) == code

    assert capsys.readouterr().err == message
    assert list(tmp_path.iterdir()) == []
