import pytest

from model.backends.circuit import Circuit
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_circuit(clock: Clock) -> Circuit:
    circuit = Circuit(failures=3, seconds=30, clock=clock)
    for _ in range(3):
        assert circuit.allows()
        circuit.report(succeeded=False)
    return circuit


def test_failures_in_a_row_open_it_for_a_while(open_circuit: Circuit, clock: Clock) -> None:
    assert not open_circuit.allows()
    clock.now += 29.9
    assert not open_circuit.allows()


def test_a_success_between_keeps_it_closed(clock: Clock) -> None:
    circuit = Circuit(failures=3, seconds=30, clock=clock)

    for _ in range(10):
        circuit.report(succeeded=False)
        circuit.report(succeeded=False)
        circuit.report(succeeded=True)

    assert circuit.allows()


def test_then_one_may_try_and_closes_it(open_circuit: Circuit, clock: Clock) -> None:
    clock.now += 30

    assert [open_circuit.allows(), open_circuit.allows()] == [True, False]
    open_circuit.report(succeeded=True)
    assert [open_circuit.allows(), open_circuit.allows()] == [True, True]


def test_or_opens_it_again(open_circuit: Circuit, clock: Clock) -> None:
    clock.now += 30
    assert open_circuit.allows()
    open_circuit.report(succeeded=False)

    clock.now += 29.9
    assert not open_circuit.allows()
    clock.now += 0.1
    assert open_circuit.allows()


def test_a_trial_that_never_ends_is_not_the_last(open_circuit: Circuit, clock: Clock) -> None:
    clock.now += 30
    assert open_circuit.allows()

    clock.now += 30
    assert open_circuit.allows()
