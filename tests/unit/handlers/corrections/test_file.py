import json
import multiprocessing
import subprocess
import sys

import pytest

from handlers.common.errors import ApiError
from handlers.corrections.correction import Correction
from handlers.corrections.file import File
from tests.started_api import ROOT
from tests.unit.handlers.corrections.conftest import DAY, NOON


@pytest.fixture
def path(tmp_path):
    return tmp_path / "made/when/needed/feedback.jsonl"


@pytest.fixture
def store(path):
    return File(path)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_correction_is_a_line(store, path, make):
    correction = make(headline="naïve 😀 Привет")

    assert store.keep(correction) is correction
    assert store.keep(make(id="two")).id == "two"

    first, second = lines(path)
    assert first == correction.item()
    assert second == make(id="two").item()


def test_of_one_id_the_first_is_kept(store, path, make):
    store.keep(make())

    kept = store.keep(make(label="Business", created="2026-05-04T13:00:00.000Z"))

    assert kept == make()
    assert len(lines(path)) == 1


def test_what_has_expired_counts_as_gone(store, path, make):
    store.keep(make(expires=int(NOON.timestamp())))
    again = make(label="Business", expires=int(NOON.timestamp()) + 2 * DAY)

    assert store.keep(again) is again
    assert store.keep(make()) == again
    assert len(lines(path)) == 2


def test_half_a_line_costs_no_other(store, path, make):
    store.keep(make())
    with path.open("a") as file:
        file.write('7\n[]\n{"id": "odd"}\n{"id": "tw')

    store.keep(make(id="two"))

    assert store.keep(make(id="two", created="2026-05-04T13:00:00.000Z")) == make(id="two")
    assert store.keep(make(label="Business")) == make()


def test_a_file_that_cannot_be_written_is_told_without_its_name(path, make, log):
    path.mkdir(parents=True)

    with pytest.raises(ApiError, match="store_failed: the correction could not be kept") as refusal:
        File(path).keep(make())

    assert refusal.value.status == 502
    assert "IsADirectoryError" in log.getvalue()
    assert "feedback.jsonl" not in log.getvalue() + str(refusal.value)


def test_of_many_processes_at_once_one_keeps_it(path, make):
    item = json.dumps(make().item())
    code = (
        "import json, sys; from pathlib import Path; from handlers.corrections.file import File;"
        "from handlers.corrections.correction import Correction;"
        "item = json.loads(sys.argv[2]); store = File(Path(sys.argv[1])); sys.stdin.read();"
        "new = [Correction.from_item({**item, 'id': str(n), 'label': str(n)}) for n in range(200)];"
        "print(sum(store.keep(one) is one for one in new))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), item],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(max(4, multiprocessing.cpu_count()))
    ]  # fmt: skip
    for process in processes:
        process.stdin.close()  # at which they begin

    kept = [int(process.stdout.read()) for process in processes]
    for process in processes:
        assert process.wait() == 0
        process.stdout.close()

    assert sum(kept) == 200
    assert sorted(Correction.from_item(line).label for line in lines(path)) == sorted(map(str, range(200)))
