import pytest

from benchmarks.closed_loop import Turn
from benchmarks.contenders import OURS
from benchmarks.endpoint_figures import LISTS, ORIGINALS, Cell
from tests.unit.benchmarks.measured import endpoints


def test_a_rate_is_the_median_of_the_turns_and_a_time_that_of_all_requests() -> None:
    slow, usual = Turn([0.4] * 5, 1, 2), Turn([0.1] * 10, 1, 0)

    cell = Cell(16, [usual, slow, usual])

    assert cell.requests_per_second == 10
    assert cell.headlines_per_second == 160
    assert cell.p50 == pytest.approx(100)
    assert cell.p99 == pytest.approx(400)
    assert (cell.requests, cell.errors) == (25, 2)


def test_one_request_is_its_own_p99() -> None:
    assert Cell(1, [Turn([0.25], 1, 0)]).p99 == 250


def test_ratios_are_to_the_faster_row_of_the_original() -> None:
    found = endpoints()

    assert [found.ratio(found.row(OURS), column) for column in (0, 1)] == [25, 80]
    assert found.ratio(found.row(LISTS), 0) == 100
    assert [found.ratio(found.row(ORIGINALS[1]), column) for column in (0, 1)] == [1, 0.8]
