import pytest

from infrastructure.costs.backends import Prices
from loadtest.cost import dollars_per_million


def test_requests_calls_and_time_add_up():
    # 2 ms of 1,769 MB for a million requests are 3,455 GB-seconds.
    expected = 3.50 + 0.20 + 2000 * 1769 / 1024 * 0.0000133334

    assert dollars_per_million(1.2, 1) == pytest.approx(expected)


def test_lists_share_the_request():
    single = dollars_per_million(10, 1)

    assert dollars_per_million(10, 100) == pytest.approx(single / 100)


def test_prices_can_be_told():
    assert dollars_per_million(5, 1, Prices(gateway=1, call=2, gigabyte_second=0)) == 3
