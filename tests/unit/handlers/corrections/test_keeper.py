import hashlib
import json
from datetime import timedelta

import pytest

from handlers.common.errors import ApiError
from handlers.common.schemas import FeedbackRequest
from handlers.common.settings import Settings as ServiceSettings
from handlers.corrections.keeper import Keeper
from handlers.corrections.known_models import KnownModels
from handlers.corrections.settings import Settings
from model import ModelSettings
from tests.artifacts import MANIFEST_OF_WORDS
from tests.unit.handlers.corrections.conftest import DAY, NOON

FEVER = hashlib.sha256(b"Fever vaccine").hexdigest()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def keeper(tmp_path, file):
    """Make one; what is told differs from what it is by itself."""
    (tmp_path / "manifest.json").write_text(MANIFEST_OF_WORDS.to_json())
    tone = ModelSettings(name="tone", version="1", labels={"a": "Bad", "b": "Good"})
    served = ServiceSettings(ModelSettings(artifact=str(tmp_path)), {"tone": tone})

    def keeper(now=NOON, **told):
        settings = Settings(**{"file": file, **told})
        return Keeper(lambda: settings, KnownModels(lambda: served), lambda: now)

    return keeper


@pytest.fixture
def counted(capsys, monkeypatch):
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)

    def counted():
        blobs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [(blob["model"], blob["label"], blob["Corrections"]) for blob in blobs]

    return counted


def said(headline="Fever vaccine", label="Health", **more):
    return FeedbackRequest.model_validate({"headline": headline, "label": label, **more})


def test_a_correction_is_kept_without_the_text(keeper, file):
    kept, new = keeper().keep(said(predicted_label="Business", version="0.0.9"), "a-key")

    assert new
    assert kept.item() == {
        "id": "a-key",
        "headline_key": FEVER,
        "label": "Health",
        "model": "words",
        "version": "0.0.9",
        "created": "2026-05-04T12:00:00.007Z",
        "expires": int(NOON.timestamp()) + 365 * DAY,
        "predicted_label": "Business",
    }
    assert json.loads(file.read_text()) == kept.item()
    assert "Fever" not in file.read_text()


def test_the_text_is_kept_where_it_may_be(keeper):
    kept, _ = keeper(text=True).keep(said("  Fever \n vaccine"))

    assert kept.headline == "Fever vaccine"


def test_it_goes_after_the_days_that_are_told(keeper):
    kept, _ = keeper(days=2).keep(said())

    assert kept.expires == int(NOON.timestamp()) + 2 * DAY


def test_what_is_not_told_is_that_of_the_model_that_is_served(keeper):
    kept, _ = keeper().keep(said())
    other, _ = keeper().keep(said(label="Good", model="tone"))

    assert (kept.model, kept.version, kept.predicted_label) == ("words", "0.1.0", None)
    assert (other.model, other.version) == ("tone", "1")


def test_the_same_correction_twice_is_one(keeper, file):
    first, _ = keeper().keep(said())

    again, new = keeper(NOON + timedelta(hours=1)).keep(
        said(" Fever  vaccine ", model="words", version="0.1.0", predicted_label="Business")
    )

    assert (again, new) == (first, False)
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    "other",
    [{"headline": "Fever"}, {"label": "Business"}, {"version": "0.1.1"}],
    ids=lambda one: next(iter(one)),
)
def test_another_correction_is_another_one(keeper, file, other):
    keeper().keep(said())

    _, new = keeper().keep(said(**other))

    assert new
    assert len(file.read_text().splitlines()) == 2


def test_a_key_of_ones_own_stands_for_one_correction(keeper):
    first, _ = keeper().keep(said(), "mine")

    assert keeper().keep(said(), "mine") == (first, False)
    with pytest.raises(ApiError, match="conflict: another correction") as refusal:
        keeper().keep(said(label="Business"), "mine")

    assert refusal.value.status == 409


@pytest.mark.parametrize("field", ["label", "predicted_label"])
def test_a_label_that_the_model_has_not_is_told_with_those_that_it_has(keeper, file, field):
    with pytest.raises(ApiError, match=f"{field}: 'Sport' is not one of Business, Health") as refusal:
        keeper().keep(said(**{field: "Sport"}))

    assert refusal.value.status == 400
    assert not file.exists()


def test_each_correction_is_counted_once_and_one_that_agrees_as_nothing(keeper, counted):
    one = keeper()
    one.keep(said(predicted_label="Business"))
    one.keep(said(predicted_label="Business"))
    one.keep(said("Flu", predicted_label="Health"))
    one.keep(said("Cold"))

    assert counted() == [("words", "Health", [1]), ("words", "Health", [0]), ("words", "Health", [1])]
