import pytest

from training.data.timestamp import parse_timestamp


@pytest.mark.parametrize(
    "value",
    [
        "1394470370698",
        "1394470370.698",
        "2014-03-10T16:52:50.698",
        "2014-03-10T17:52:50.698+01:00",
        "2014-03-10 16:52:50.698Z",
    ],
)
def test_all_forms_of_a_moment_are_the_same_moment(value):
    assert parse_timestamp(value) == pytest.approx(1394470370.698, abs=0.001)


def test_a_day_begins_at_midnight_utc():
    assert parse_timestamp("1970-01-02") == 86_400


@pytest.mark.parametrize("value", ["", "yesterday", "nan", "inf", "-5", "2014-13-01"])
def test_what_is_no_time_is_refused(value):
    with pytest.raises(ValueError):
        parse_timestamp(value)
