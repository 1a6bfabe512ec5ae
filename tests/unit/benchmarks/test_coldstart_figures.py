import pytest

from benchmarks.coldstart_figures import PEER, TRIVIAL
from benchmarks.contenders import OURS
from tests.unit.benchmarks.measured import cold_starts


def test_the_median_start_counts_and_is_told_relative_to_the_peer() -> None:
    found = cold_starts()

    assert found.row(OURS).milliseconds == 300
    assert found.row(OURS).timing.middle == pytest.approx((250, 350))
    assert found.faster(found.row(OURS)) == 10
    assert found.faster(found.row(PEER)) == 1
    assert found.row(TRIVIAL).megabytes == 20


def test_the_overhead_is_what_the_handler_takes_longer() -> None:
    assert cold_starts().overhead.milliseconds == pytest.approx(0.4)
