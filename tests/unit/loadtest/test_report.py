import json
from dataclasses import replace

import pytest

from infrastructure.smoke.service import Service
from loadtest.call import Outcome
from loadtest.figures import figures_of
from loadtest.found import Found
from loadtest.load import Load
from loadtest.memory import Memory
from loadtest.plan import Plan
from loadtest.report import line, report, write_report
from loadtest.target import Target
from tests.unit.loadtest.conftest import MODEL, answer, answers

MACHINE = {"processor": "a CPU", "cpus": 2, "flags": [], "load": 0.1, "python": "3.11", "libraries": {}}
QUICK = [answer(second, second + 0.01) for second in range(10)]
SLOW = [answer(second, second + 0.5) for second in range(10)]


@pytest.fixture
def load(reference):
    wrong = answer(1, 1.1, Outcome.WRONG, "its label is Health where Science is right; a score is 0.4 off")
    spike = answers(
        *QUICK, *(one._replace(due=one.due + 10, ended=one.ended + 10) for one in SLOW), seconds=20
    )
    return Load(
        Target(Service("http://localhost:1", "hunter2"), reference, 2, parts=dict),
        Plan(),
        answers(*QUICK),
        [
            Found("batch", "lists of 32 headlines", {"": answers(*SLOW)}, answers(*SLOW)),
            Found("rates", "each rate", {"1": answers(*QUICK), "1,200": answers(*SLOW, wrong)}, rates=[1, 1200]),
            Found(
                "spike",
                "1 a second, then 2",
                {"before": spike.between(0, 9), "in it": spike.between(9, 10), "after": spike.between(10, 20)},
                spike,
            ),
            Found(
                "soak", "for long", {"": answers(*QUICK)}, answers(*QUICK),
                memory=Memory(list(range(8)), {"functions": [9, 9, *[100] * 4, 110, 110]}, {"functions": [3] * 8}),
            ),
        ],
        MACHINE,
    )  # fmt: skip


def test_it_tells_what_a_person_wants_to_know(load):
    found = report(load)

    assert "71 requests were due: none turned away, none failed, 1 answered wrongly." in found
    assert "The knee is at 1 requests a second" in found
    assert "| batch | 8 clients | 10 | 1.0 | 1.0 | 500 ms |" in found
    assert "| 1,200 | 11 | 1.0 | 1.0 | 500 ms | 500 ms | 500 ms | 500 ms | 500 ms | 0 | 0 | 1 |" in found
    assert "| functions | 3 | 100 MB | 110 MB | +10.0 % |" in found
    assert "In the 10 seconds after it, answers do not come as before again." in found
    assert "| one headline | its label is Health where Science is right; a score is 0.4 off | 1 |" in found
    assert "On all 2 the service and the artifact at hand agreed before." in found


def test_it_repeats_neither_a_headline_nor_the_key(load):
    found = report(load)

    assert "hunter2" not in found
    assert not any(headline in found for headline in load.target.reference.predictions)


def test_a_load_elsewhere_is_named_and_its_memory_is_not_known(load):
    elsewhere = Target(Service("https://news.example.org", "hunter2"), load.target.reference)
    soak = Found("soak", "for long", {"": answers(*QUICK)}, answers(*QUICK))

    found = report(Load(elsewhere, Plan(), answers(*QUICK), [soak], MACHINE, stopped=True))

    assert "load on the API https://news.example.org" in found
    assert "its memory was not looked at" in found
    assert "its own answers, one by one, are what is right" in found
    assert "Stopped before all scenarios had been played." in found


def test_it_is_written_for_people_and_programs(load, tmp_path):
    write_report(load, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("load.html", "load.json", "load.md", "rates.png", "soak.png", "spike.png")
    ]
    found = json.loads((tmp_path / "load.json").read_text())
    assert (found["wrong"], found["asked"]) == (1, 71)
    assert found["scenarios"]["rates"]["knee"] == "1"
    assert found["unhurried_ms"] == 5
    assert (tmp_path / "load.html").read_text().count("data:image/png;base64,") == 3


def test_a_backend_that_costs_otherwise_is_given_no_price(load):
    bedrock = replace(load.target.reference, model=MODEL | {"backend": "bedrock"})
    elsewhere = replace(load, target=replace(load.target, reference=bedrock))

    assert "A million headlines" in report(load)
    assert "A million headlines" not in report(elsewhere)
    assert elsewhere.as_json()["dollars_per_million_headlines"] is None


def test_what_died_meanwhile_is_told_all_the_same(load, tmp_path):
    gone = answers(*(answer(second, second, Outcome.FAILED, "no", status=0) for second in range(10)))
    memory = Memory(list(range(8)), {"functions": [0.0] * 8}, {"functions": [0] * 8})
    died = replace(load, found=[Found("soak", "for long", {"": gone}, gone, memory=memory)])

    write_report(died, tmp_path)

    written = (tmp_path / "load.json").read_text()
    assert "NaN" not in written
    assert json.loads(written)["scenarios"]["soak"]["parts"][0]["p50"] is None
    assert "| functions | 0 | 0 MB | 0 MB | - |" in (tmp_path / "load.md").read_text()
    assert (tmp_path / "soak.png").stat().st_size > 1000


def test_where_power_still_rises_no_knee_is_told(load):
    flat = Found("rates", "each rate", {"1": answers(*QUICK[:5]), "2": answers(*QUICK)}, rates=[1, 2])

    assert "No knee was found up to 2 requests a second." in report(replace(load, found=[flat]))


def test_a_line_for_the_terminal_says_what_went_wrong():
    found = line(
        "single", figures_of(answers(*QUICK, answer(1, 2, Outcome.WRONG, "no"), unsent=(6, 7, 8, 9)))
    )

    assert found.startswith("single ")
    assert found.endswith("4 failed, 1 WRONG")
