import signal
import threading

import pytest

from training.interruption import undisturbed


def test_ctrl_c_waits_for_the_end_of_the_block() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), undisturbed():
        signal.raise_signal(signal.SIGINT)
        done.append("written")

    assert done == ["written"]


def test_a_termination_is_handled_after_the_block_as_before_it() -> None:
    came = []
    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    try:
        with undisturbed():
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
            assert came == []
        assert came == [signal.SIGTERM]

        signal.raise_signal(signal.SIGTERM)
        assert came == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_an_error_in_the_block_is_told_and_the_handlers_are_back() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(OSError, match="disk"), undisturbed():
        raise OSError("disk")

    assert signal.getsignal(signal.SIGTERM) is before


def test_another_thread_writes_without_it() -> None:
    done = []

    def write() -> None:
        with undisturbed():
            done.append("written")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()

    assert done == ["written"]
