import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from model.__main__ import main


def test_a_headline_is_answered_on_the_terminal(
    words_artifact: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["Fed lifts shares", "--model", str(words_artifact)]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["predicted_label"] == "Business"
    assert answer["model"] == {"name": "words", "version": "0.1.0", "backend": "local"}


def test_several_headlines_are_one_line_each(
    words_artifact: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shares", "flu", "--explain", "--model", str(words_artifact)]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["predicted_label"] for line in lines] == ["Business", "Health"]
    assert lines[1]["explanation"][0]["word"] == "flu"


def test_a_file_is_classified_and_its_bad_rows_named(
    words_artifact: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text("title\nflu\n\nshares\n")
    out = tmp_path / "out.csv"

    code = main(
        [
            str(tmp_path / "in.csv"),
            "--out",
            str(out),
            "--text-column",
            "title",
            "--model",
            str(words_artifact),
        ]
    )

    printed = capsys.readouterr().err
    assert code == 0
    assert "line 3: has 0 values, the header 1" in printed
    assert "2 headlines classified into" in printed
    assert "1 rows rejected, listed in" in printed
    assert len(out.read_text().splitlines()) == 4


def test_without_bad_rows_there_is_no_list_of_them(words_artifact: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("headline\nflu\n")

    assert (
        main([str(tmp_path / "in.csv"), "--out", str(tmp_path / "o.csv"), "--model", str(words_artifact)])
        == 0
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "o.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["headlines.csv"], "Name a file with --out"),
        (["none.csv", "--out", "o.csv"], "there is no file none.csv"),
        (["a", "b", "--out", "o.csv"], "--out takes one file"),
        ([__file__], "Name a file with --out"),
        ([__file__, "--out", "/"], "/ is a folder, not a file"),
        ([__file__, "--out", "o.csv", "--explain"], "--explain weighs the words of headlines"),
        (["flu", "--model", "s3://"], "'s3://' is not s3://bucket/key"),
        (["flu", "--model", "nowhere"], "the artifact nowhere has no manifest.json"),
        (["  "], "headline 0: is empty"),
    ],
)
def test_what_cannot_be_done_is_said(
    words_artifact: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("MODEL_ARTIFACT", str(words_artifact))

    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_ctrl_c_keeps_what_is_done_and_says_where(words_artifact: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("headline\n" + "the flu and the shares\n" * 1_000_000)
    command = [sys.executable, "-m", "model", str(source), "--out", str(tmp_path / "out.csv")]
    environment = os.environ | {"MODEL_ARTIFACT": str(words_artifact)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    part = tmp_path / "out.csv.part"
    deadline = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size > 100_000) and time.monotonic() < deadline:
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "rows are done, in" in printed
    assert "Traceback" not in printed
    assert len(part.read_text().splitlines()) > 1
    assert not (tmp_path / "out.csv").exists()
