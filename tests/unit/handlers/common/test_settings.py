import pytest

from handlers.common.settings import Settings, tracing
from model import ModelSettings, SettingsError


def test_nothing_set_is_the_shipped_model_alone():
    assert Settings.from_environment({}) == Settings(ModelSettings(), {})
    assert Settings.from_environment({"MORE_MODELS": ""}) == Settings(ModelSettings(), {})


def test_more_models_have_names_and_addresses():
    environment = {
        "MODEL_THREADS": "2",
        "MORE_MODELS": "sentiment=s3://bucket/models/sentiment/1.0.0, tone = /models/tone=1 ,",
    }

    settings = Settings.from_environment(environment)

    assert settings.model == ModelSettings(threads=2)
    assert settings.more_models == {
        "sentiment": ModelSettings(artifact="s3://bucket/models/sentiment/1.0.0", threads=2),
        "tone": ModelSettings(artifact="/models/tone=1", threads=2),
    }


@pytest.mark.parametrize("value", ["sentiment", "sentiment=", "=s3://bucket/prefix", "a=b,sentiment"])
def test_entry_without_name_or_address_is_named(value):
    with pytest.raises(
        SettingsError, match=f"MORE_MODELS holds '{value.split(',')[-1]}', which is not name=address"
    ):
        Settings.from_environment({"MORE_MODELS": value})


def test_name_given_twice_is_named():
    with pytest.raises(SettingsError, match="MORE_MODELS names 'tone' twice"):
        Settings.from_environment({"MORE_MODELS": "tone=a,tone=b"})


@pytest.mark.parametrize(("value", "on"), [("true", True), ("false", False), ("", False), (None, False)])
def test_tracing_is_on_when_asked_for(value, on):
    assert tracing({} if value is None else {"TRACING": value}) is on
