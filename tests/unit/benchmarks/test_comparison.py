import pytest

from benchmarks.comparison import Comparison
from tests.unit.benchmarks.measured import comparison


@pytest.fixture
def found() -> Comparison:
    return comparison()


def test_speed_is_told_relative_to_the_faster_pipeline_of_each_column(found: Comparison) -> None:
    ours = found.rows[0]

    assert found.ratio(ours, 0) == pytest.approx(10 / 2)
    assert found.ratio(ours, 1) == pytest.approx(400 / 80)


def test_one_that_was_given_fewer_is_compared_by_headline(found: Comparison) -> None:
    original = found.rows[-1]

    assert found.per_headline(original, 1) == pytest.approx(12_000 / 40)
    assert found.ratio(original, 1) == pytest.approx((400 / 100) / 300)


def test_the_fastest_of_a_column(found: Comparison) -> None:
    assert [found.fastest(column) for column in (0, 1)] == ["Newsdesk", "Newsdesk"]


def test_accuracy_and_agreement_are_of_what_was_answered(found: Comparison) -> None:
    ours, *_, original = found.rows

    assert found.accuracy(ours) == pytest.approx(0.75)
    assert found.agreement(ours) == pytest.approx(0.75)
    assert found.accuracy(original) == found.agreement(original) == 1


def test_the_share_of_the_peak_counts_useful_work(found: Comparison) -> None:
    # 10 tokens of 1,000,000 operations and a head of 500,000 in 2 ms are 5.25 billion a second.
    assert found.peak_share(found.rows[0], 0) == pytest.approx(5.25 / 100)
