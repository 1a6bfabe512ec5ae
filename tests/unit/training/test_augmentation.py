import random

import pytest

from training.augmentation import (
    FIRST_NAMES,
    LAST_NAMES,
    OPENINGS,
    SOURCES,
    alter,
    cut,
    mistyped,
    with_name,
    with_opening,
    with_source,
    without_punctuation,
)

HEADLINE = "Harbour town's ferry firm to hire 40, says it's \"growing\" at 5%"


@pytest.fixture(autouse=True)
def seed() -> None:
    random.seed(4)


def test_a_source_is_named_at_the_end() -> None:
    altered = with_source(HEADLINE)

    assert altered.startswith(HEADLINE)
    assert altered.endswith(SOURCES)


def test_an_opening_stands_before_the_headline() -> None:
    altered = with_opening(HEADLINE)

    assert altered.endswith(HEADLINE)
    assert altered.startswith(OPENINGS)


def test_somebody_is_named_beside_the_headline() -> None:
    added = with_name("The {ferry} sails").replace("The {ferry} sails", "")

    assert any(name in added for name in FIRST_NAMES)
    assert any(name in added for name in LAST_NAMES)


def test_a_cut_headline_keeps_its_beginning() -> None:
    for _ in range(50):
        altered = cut(HEADLINE)
        kept = altered.removesuffix(" ...").split()
        assert altered.endswith(" ...")
        assert kept == HEADLINE.split()[: len(kept)]
        assert len(HEADLINE.split()) - 4 <= len(kept) < len(HEADLINE.split())


def test_a_short_headline_is_not_cut() -> None:
    assert cut("Ferry firm to hire 40") == "Ferry firm to hire 40..."


def test_punctuation_goes_but_not_what_is_a_word() -> None:
    assert without_punctuation(HEADLINE) == "Harbour town s ferry firm to hire 40 says it s growing at 5%"
    assert without_punctuation("?!") == "?!"


def test_one_long_word_is_mistyped() -> None:
    for _ in range(50):
        words = list(zip(HEADLINE.split(), mistyped(HEADLINE).split(), strict=True))
        changed = [(old, new) for old, new in words if old != new]
        assert len(changed) <= 1  # two equal letters may have changed places
        assert all(len(old) > 4 and old[0] == new[0] for old, new in changed)
    assert mistyped("To be or not") == "To be or not"


def test_every_alteration_is_drawn_and_none_is_empty() -> None:
    altered = {alter(HEADLINE) for _ in range(300)}

    assert len(altered) > 50
    assert any(text.endswith(" ...") for text in altered)
    assert any(text.endswith(SOURCES) for text in altered)
    assert any(text.startswith(OPENINGS) for text in altered)
    assert all(text.strip() for text in altered)
