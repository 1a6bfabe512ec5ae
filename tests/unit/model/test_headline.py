import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.headline import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Fed \t raises\n rates ", "Fed raises rates"),
        ("a\u00a0b\u2003c", "a b c"),
        ("tab\x00nul\x1besc\x85next", "tab nul esc next"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("\ud83c\udf89 joined", "\U0001f389 joined"),
        ("مرحبا بالعالم \u200f!", "مرحبا بالعالم \u200f!"),
        ("\x00\n\t ", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_whatever_comes_in_is_utf8_and_settled_afterwards(text: str) -> None:
    once = normalise(text)
    once.encode("utf-8")
    assert normalise(once) == once
