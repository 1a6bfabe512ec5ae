from datetime import UTC, datetime, timedelta

import pytest

from training.launch.look import elapsed

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (-3, "0 s"), (59.6, "1 min"), (250, "4 min 10 s"), (3600, "1 h"), (90061, "25 h 1 min 1 s")],
)
def test_a_time_is_written_as_a_person_says_it(seconds, text):
    assert elapsed(NOW, NOW + timedelta(seconds=seconds)) == text


def test_what_has_not_ended_lasts_until_now():
    assert elapsed(datetime.now(UTC) - timedelta(hours=2)).startswith("2 h")
