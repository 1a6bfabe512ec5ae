import itertools
import json
import signal
import threading
import time

import pytest

from benchmarks.closed_loop import Turn, bodies, take_turn
from tests.unit.benchmarks.little_server import serving


def test_a_request_carries_one_headline_or_a_list() -> None:
    headlines = ["a", "b", "c", "d", "e"]

    assert [json.loads(body) for body in bodies(headlines, 1)][:2] == [{"inputs": "a"}, {"inputs": "b"}]
    assert [json.loads(body) for body in bodies(headlines, 2)] == [
        {"inputs": ["a", "b"]},
        {"inputs": ["c", "d"]},
    ]


def test_all_clients_ask_at_once_and_each_goes_round() -> None:
    lock, now, most, asked = threading.Lock(), 0, 0, []

    def answer(inputs: str) -> tuple[int, dict]:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
            asked.append(inputs)
        time.sleep(0.03)
        with lock:
            now -= 1
        return 200, {}

    with serving(answer) as port:
        turn = take_turn(port, bodies(["a", "b", "c"], 1), clients=4, seconds=0.5)

    assert most == 4
    assert set(asked) == {"a", "b", "c"}
    assert turn.errors == 0
    # The first answer of each client does not count.
    assert 0 < len(turn.latencies) <= len(asked) - 4
    assert turn.rate == len(turn.latencies) / 0.5


def test_what_is_not_answered_is_an_error_and_has_no_time() -> None:
    numbers = itertools.count()
    statuses = []

    def answer(_: str) -> tuple[int, dict]:
        statuses.append(200 if next(numbers) % 2 else 503)
        time.sleep(0.005)
        return statuses[-1], {}

    with serving(answer) as port:
        turn = take_turn(port, bodies(["a"], 1), clients=1, seconds=0.2)

    assert turn.errors == statuses.count(503)
    assert 0 < len(turn.latencies) <= statuses.count(200)


def test_a_server_that_is_gone_is_an_error() -> None:
    with serving(lambda _: (200, {})) as port:
        pass

    turn = take_turn(port, bodies(["a"], 1), clients=2, seconds=0.05)

    assert turn.latencies == []
    assert turn.errors >= 2


def test_ctrl_c_waits_for_no_client() -> None:
    answering, released, waited = threading.Event(), threading.Event(), []

    def answer(_: str) -> tuple[int, dict]:
        answering.set()
        waited.append(released.wait(30))
        return 200, {}

    def interrupt() -> None:
        answering.wait(30)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    with serving(answer) as port:
        threading.Thread(target=interrupt).start()
        with pytest.raises(KeyboardInterrupt):
            take_turn(port, bodies(["a"], 1), clients=2, seconds=0.1)
        assert waited == []
        released.set()


def test_a_turn_tells_its_rate() -> None:
    assert Turn([0.1, 0.2, 0.1], seconds=2, errors=0).rate == 1.5
