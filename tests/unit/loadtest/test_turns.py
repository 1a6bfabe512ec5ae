from itertools import pairwise
from statistics import fmean

import pytest

from loadtest.call import Outcome
from loadtest.phase import Phase, Segment
from loadtest.turns import Turns


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr("loadtest.turns.time.perf_counter", lambda: now[0])
    return now


def all_of(turns):
    found = []
    while (turn := turns.next()) is not None:
        found.append(turn[0])
    return found


def test_requests_are_due_at_the_rates_of_the_segments(call, clock):
    turns = Turns(Phase([call], [Segment(50, 20), Segment(50, 100)], 8), patience=5, seed=1)

    due = all_of(turns)

    slow, fast = [one for one in due if one < 50], [one for one in due if one >= 50]
    assert due == sorted(due)
    assert max(due) < 100
    assert len(slow) == pytest.approx(1000, rel=0.1)
    assert len(fast) == pytest.approx(5000, rel=0.1)
    gaps = [after - before for before, after in pairwise(fast)]
    assert fmean(gap > 0.01 for gap in gaps) == pytest.approx(0.37, abs=0.03)  # exp(-1), as chance has it


def test_the_same_seed_draws_the_same_moments(call, clock):
    phase = Phase([call], [Segment(5, 20)], 8)

    assert all_of(Turns(phase, 5, seed=1)) == all_of(Turns(phase, 5, seed=1))
    assert all_of(Turns(phase, 5, seed=1)) != all_of(Turns(phase, 5, seed=2))


def test_without_a_rate_a_request_is_due_when_somebody_is_free(call, clock):
    turns = Turns(Phase([call], [Segment(10)], 8), patience=5, seed=0)

    due = []
    for _ in range(3):
        due.append(turns.next()[0])
        clock[0] += 4
    assert due == [0, 4, 8]
    assert turns.next() is None


def test_what_nobody_came_to_in_time_is_counted(call, clock):
    turns = Turns(Phase([call], [Segment(10, 10)], 8), patience=5, seed=0)
    turns.next()
    clock[0] += 15.1

    assert turns.next() is None
    assert turns.next() is None
    due = all_of(Turns(Phase([call], [Segment(10, 10)], 8), 5, seed=0))
    assert list(turns.answers.unsent) == due[1:]


def test_an_answer_takes_its_time_from_when_it_was_due(call, clock):
    turns = Turns(Phase([call], [Segment(10)], 8), patience=5, seed=0)
    turns.next()
    clock[0] += 3

    answer = turns.record(call, 1.0, 200, b'{"right": true}')

    assert (answer.milliseconds, answer.headlines, answer.outcome) == (2000, 1, Outcome.RIGHT)
    assert turns.record(call, 1.0, 500, b"").headlines == 0
    assert turns.answers.answers[0] == answer


def test_what_is_stopped_took_as_long_as_it_took(call, clock):
    turns = Turns(Phase([call], [Segment(10)], 8), patience=5, seed=0)
    turns.next()
    clock[0] += 3
    turns.record(call, 1.0, 200, b'{"right": true}')

    found = turns.answers_so_far

    assert (found.stopped, found.seconds, len(found.right)) == (True, 3, 1)
    assert turns.answers.stopped is False


def test_answers_that_nobody_asks_for_are_not_kept(call, clock):
    turns = Turns(Phase([call], [Segment(10)], 8), patience=5, seed=0, keep=False)

    answer = turns.record(call, 0.0, 200, b'{"right": true}')

    assert answer.outcome is Outcome.RIGHT
    assert turns.answers.answers == ()
