import hashlib
import io
import json
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from training.data.__main__ import main

DESKS = ("Sport", "Arts")


@pytest.fixture
def mine(write):
    return write("mine.csv", "subject,desk", *(f"Headline {n},{DESKS[n % 2]}" for n in range(40)))


def test_a_users_file_is_prepared_and_shown(mine, tmp_path, capsys):
    arguments = ["prepare", str(mine), "--text-column", "subject", "--label-column", "desk"]

    code = main([*arguments, "--out", str(tmp_path / "out"), "--labels", "Sport, Arts", "--seed", "3"])

    prepared = capsys.readouterr().out
    assert code == 0
    assert prepared.splitlines()[0].split() == ["Sport", "Arts", "rows"]
    assert main(["show", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == prepared


def test_every_option_of_prepare_takes_effect(write, tmp_path, capsys):
    lines = [f"Nestlé {n};{'sp' if n % 2 else 'Arts'};event{n};{2000 + n}-01-01" for n in range(60)]
    path = write(
        "mine.txt", *((line + "\n").encode("cp1252") for line in ["title;desk;event;day", *lines, "bad"])
    )
    out = tmp_path / "out"

    options = (
        "--label-column desk --encoding cp1252 --format table --quoting raw --story-column event "
        "--time-column day --map sp=Sport x=Arts --split time --valid 0.2 --test 0.3 --bad-rows drop"
    )
    code = main(["prepare", str(path), "--out", str(out), *options.split()])

    output = capsys.readouterr()
    assert code == 0
    assert [line.split()[-1] for line in output.out.splitlines()[1:4]] == ["30", "12", "18"]
    assert output.err == "warning: --map x=Arts: no row has that label\n"
    assert '"timestamp": "2042-01-01"' in (out / "test.jsonl").read_text()
    assert '"story": "event59"' in (out / "test.jsonl").read_text()


def test_other_texts_come_from_as_many_files_as_are_named(write, mine, tmp_path, capsys):
    files = [
        str(write(f"{name}.tsv", "TITLE\tCATEGORY", f"{name}\tOther")) for name in ("goal", "try", "pie")
    ]
    columns = ["--text-column", "subject", "--label-column", "desk"]

    code = main(
        [
            "prepare",
            str(mine),
            *columns,
            "--other",
            *files[:2],
            "--other",
            files[2],
            "--out",
            str(tmp_path / "out"),
        ]
    )

    assert code == 0
    assert capsys.readouterr().out.splitlines()[4].split() == ["other", "3"]
    assert (tmp_path / "out" / "other.jsonl").read_text().count("\n") == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["prepare", "none.csv", "--out", "out"],
            "error: none.csv is not there; a file of headlines is needed\n",
        ),
        (["show", "none"], "error: none is not a prepared folder: it has no dataset.json\n"),
        (["fetch", "--url", "ftp://x/y"], "error: 'ftp://x/y' is not an http or https URL\n"),
    ],
)
def test_an_error_is_one_message_and_exit_code_1(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(arguments) == 1
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(
    "arguments", [[], ["prepare"], ["prepare", "a.csv", "--out", "o", "--map", "b"], ["prepare", "a.csv"]]
)
def test_wrong_usage_is_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        main(arguments)

    assert raised.value.code == 2


@pytest.mark.parametrize("command", [[], ["prepare"], ["feedback"], ["fetch"], ["show"]])
def test_help_is_there(command, capsys):
    with pytest.raises(SystemExit) as raised:
        main([*command, "--help"])

    assert raised.value.code == 0
    assert "usage: python -m training.data" in capsys.readouterr().out


def test_ctrl_c_leaves_what_was_downloaded_for_the_next_call(server, tmp_path):
    # given: a server that sends some bytes of an archive of the right size and then hangs
    server.content = bytes(29_224_203)
    server.hang_after = 1_000_000
    command = [sys.executable, "-m", "training.data", "fetch", "--out", str(tmp_path), "--url", server.url]
    part = tmp_path / "news+aggregator.zip.part"

    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size >= 900_000) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()

    assert process.returncode == 130
    assert errors.splitlines()[-1] == (
        f"interrupted; what was downloaded stays in {tmp_path}; the next call goes on from there"
    )
    assert part.stat().st_size >= 900_000


def test_an_archive_from_a_mirror_that_is_not_the_corpus_is_refused(server, tmp_path, capsys):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("newsCorpora.csv", "1\tFed\n")
    server.content = content.getvalue()

    assert main(["fetch", "--out", str(tmp_path), "--url", server.url]) == 1
    assert "not 29224203: this is not the one expected" in capsys.readouterr().err


def line(number, headline, label, model="news"):
    return json.dumps(
        {
            "id": f"id-{number}",
            "headline_key": hashlib.sha256(headline.encode()).hexdigest(),
            "headline": headline,
            "label": label,
            "model": model,
            "version": "1.0.0",
            "predicted_label": "Sport",
            "created": f"2026-11-01T00:00:{number:02}.000Z",
        }
    )


def test_corrections_come_from_as_many_sources_as_are_named(write, mine, tmp_path, capsys):
    sources = [
        str(write("one.jsonl", line(1, "Headline 0", "Arts"))),
        str(write("two.jsonl", line(2, "New", "Sport"), line(3, "New", "Up", model="mood"))),
    ]
    options = ["--text-column", "subject", "--label-column", "desk", "--out", str(tmp_path / "out")]

    code = main(["prepare", str(mine), *options, "--feedback", *sources, "--feedback-model", "news"])

    output = capsys.readouterr().out
    assert code == 0
    assert "3 corrections read:\n        1  change the label of 1 training row\n" in output
    assert main(["show", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == output


def test_corrections_are_counted_for_a_look(write, capsys):
    path = write("c.jsonl", line(1, "Headline 1", "Arts"), line(2, "New", "Sport"))

    assert main(["feedback", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 corrections of 2 headlines, 2 with the text, 2026-11-01T00:00:01.000Z to 2026-11-01T00:00:02.000Z",
        "",
        "news said  Arts  Sport  all",
        "Sport         1      1    2",
        "all           1      1    2",
    ]
