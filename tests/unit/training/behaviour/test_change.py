import pytest

from model.headline import normalise
from training.behaviour.change import CHANGES, check_template, filled

TEXT = "NASA's \"lost\" probe isn't lost, says team: 0.6 pct of $5 fuel left!"


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("lower", "nasa's \"lost\" probe isn't lost, says team: 0.6 pct of $5 fuel left!"),
        ("upper", "NASA'S \"LOST\" PROBE ISN'T LOST, SAYS TEAM: 0.6 PCT OF $5 FUEL LEFT!"),
        ("title", "NASA's \"lost\" Probe Isn't Lost, Says Team: 0.6 Pct Of $5 Fuel Left!"),
        ("no punctuation", "NASA's lost probe isn't lost says team 0.6 pct of $5 fuel left"),
        (
            "curly quotes",
            "NASA\u2019s \u201clost\u201d probe isn\u2019t lost, says team: 0.6 pct of $5 fuel left!",
        ),
    ],
)
def test_the_form_changes(name: str, changed: str) -> None:
    assert CHANGES[name](TEXT) == changed


def test_wide_spaces_are_nothing_but_spaces() -> None:
    wide = CHANGES["wide spaces"](TEXT)

    assert wide != TEXT
    assert normalise(wide) == TEXT


def test_a_text_of_nothing_but_punctuation_stays() -> None:
    assert CHANGES["no punctuation"]("?! ...") == "?! ..."


@pytest.mark.parametrize(("name", "slips"), [("typo", 1), ("two typos", 2)])
def test_a_typo_is_one_slip_in_a_longer_word_and_always_the_same(name: str, slips: int) -> None:
    texts = [f"{TEXT} number {n}" for n in range(50)]

    for text in texts:
        changed = CHANGES[name](text)
        pairs = list(zip(text.split(" "), changed.split(" "), strict=True))
        other = [(old, new) for old, new in pairs if old != new]
        assert len(other) == slips
        assert all(old[0] == new[0] and abs(len(old) - len(new)) <= 1 for old, new in other)
        assert CHANGES[name](text) == changed


def test_typos_are_of_many_kinds() -> None:
    texts = [f"planet {n}" for n in range(60)]

    lengths = {len(CHANGES["typo"](text)) - len(text) for text in texts}

    assert lengths == {-1, 0, 1}


def test_a_text_of_short_words_gets_no_typo() -> None:
    assert CHANGES["typo"]("a b 12345 of it") == "a b 12345 of it"


def test_other_braces_of_a_template_stay() -> None:
    assert filled("{a} {headline} {}", "headline", "{x}") == "{a} {x} {}"


def test_a_template_must_take_the_text() -> None:
    with pytest.raises(ValueError, match=r"'- Reuters' has no \{headline\}"):
        check_template("- Reuters", "headline")
