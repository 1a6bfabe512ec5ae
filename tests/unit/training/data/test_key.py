import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.headline import normalise
from training.data.key import headline_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fed Holds Rates", "FED HOLDS RATES"),
        ("Straße gesperrt", "STRASSE GESPERRT"),
        (
            "Apple’s “new” watch – a first",  # noqa: RUF001
            'Apple\'s "new" watch - a first',
        ),
        ("Doctors warn over ...", "Doctors warn over"),
        ("Doctors warn over…", "Doctors warn over ..."),
        ("ﬁrst full width １０", "first full width 10"),  # noqa: RUF001
    ],
)
def test_headlines_that_look_the_same_have_one_key(one, other):
    assert headline_key(one) == headline_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shares up 5%", "Shares up 5"),
        ("C++ wins", "C wins"),
        ("क्या", "कया"),
        ("Fed, up", "Fed up"),
        ("...", "…!"),
    ],
)
def test_headlines_that_say_something_else_do_not(one, other):
    assert headline_key(one) != headline_key(other)


@given(st.text(min_size=1))
def test_no_headline_is_left_without_a_key(text):
    headline = normalise(text)

    assert bool(headline_key(headline)) == bool(headline)
