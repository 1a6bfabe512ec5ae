import pytest

from handlers.corrections.correction import Correction
from tests.unit.handlers.corrections.conftest import NOON


def test_an_item_is_read_as_it_was_written(make):
    for correction in (make(), make(predicted_label="Business", headline="Fever, naïve 😀")):
        assert Correction.from_item(correction.item()) == correction


def test_an_item_has_no_key_for_what_is_not_known(make):
    assert make().item().keys() == {
        *("id", "headline_key", "label", "model", "version", "created", "expires"),
    }
    assert make(headline="Fever").item()["headline"] == "Fever"


def test_what_somebody_has_added_is_passed_over(make):
    assert Correction.from_item({**make().item(), "looked_at": "yes"}) == make()


def test_an_item_that_lacks_something_is_none(make):
    item = make().item()
    del item["label"]

    with pytest.raises(TypeError):
        Correction.from_item(item)


@pytest.mark.parametrize("other", ["headline_key", "label", "model", "version"])
def test_another_word_of_it_says_something_else(make, other):
    assert not make().says_the_same_as(make(**{other: "other"}))


def test_when_it_came_and_what_the_model_said_do_not_change_what_is_said(make):
    later = make(id="two", created="2026-06-01T00:00:00.000Z", expires=1, predicted_label="Business")

    assert make().says_the_same_as(later)


def test_its_time_is_told_in_seconds_too(make):
    assert make().created_at == int(NOON.timestamp())
