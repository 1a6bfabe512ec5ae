from concurrent.futures import ThreadPoolExecutor

from model.tokens import TokenMeter, Tokens


def test_nothing_is_lost_between_threads_and_nothing_is_taken_twice() -> None:
    meter = TokenMeter()
    taken = []

    with ThreadPoolExecutor(8) as pool:
        for _ in range(2_000):
            pool.submit(meter.add, Tokens(3, 1))
            taken.append(meter.take())
    taken.append(meter.take())

    assert (sum(one.input for one in taken), sum(one.output for one in taken)) == (6_000, 2_000)
    assert meter.take() == (0, 0)
