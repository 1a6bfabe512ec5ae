import json

import pytest

from handlers.common.settings import Settings, tracing
from model import ModelSettings, SettingsError


def test_nothing_set_is_the_shipped_model_alone():
    assert Settings.from_environment({}) == Settings(ModelSettings(), {})
    assert Settings.from_environment({"MODELS": ""}) == Settings(ModelSettings(), {})


def test_models_have_names_and_settings_the_default_one_first():
    models = {
        "news": {"backend": "cascade", "stronger": "sagemaker", "endpoint": "news-dev", "escalated_below": ""},
        "sentiment": {"backend": "sagemaker", "endpoint": "news-dev-sentiment", "version": "a/model",
                      "labels": {"LABEL_0": "Negative", "LABEL_1": "Positive"}, "threshold": 0.6},
    }  # fmt: skip

    settings = Settings.from_environment({"MODELS": json.dumps(models)})

    assert settings.model == ModelSettings(
        name="news", backend="cascade", stronger="sagemaker", endpoint="news-dev"
    )
    assert settings.more_models == {
        "sentiment": ModelSettings(
            name="sentiment",
            backend="sagemaker",
            endpoint="news-dev-sentiment",
            version="a/model",
            labels={"LABEL_0": "Negative", "LABEL_1": "Positive"},
            threshold=0.6,
        ),
    }


def test_a_variable_of_its_own_tells_the_default_model_otherwise():
    environment = {"MODELS": '{"news": {"backend": "local", "threads": 2}, "tone": {"artifact": "/tone"}}'}
    environment |= {"MODEL_ARTIFACT": "/mine", "MODEL_THREADS": ""}

    settings = Settings.from_environment(environment)

    assert settings.model == ModelSettings(name="news", artifact="/mine", threads=2)
    assert settings.more_models == {"tone": ModelSettings(name="tone", artifact="/tone")}


def test_it_says_from_how_many_predictions_on_drift_is_told():
    assert Settings.from_environment({"DRIFT_PREDICTIONS": ""}).drift_predictions == 500
    assert Settings.from_environment({"DRIFT_PREDICTIONS": "20"}).drift_predictions == 20
    with pytest.raises(SettingsError, match="DRIFT_PREDICTIONS is '0', not a whole number of at least 1"):
        Settings.from_environment({"DRIFT_PREDICTIONS": "0"})


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("tone=/models/tone", "MODELS is not JSON"),
        ("[]", "MODELS is not a JSON object of objects"),
        ('{"tone": "/models/tone"}', "MODELS is not a JSON object of objects"),
        ('{"tone": {"artefact": "x"}}', "MODELS: tone: 'artefact' is not one of backend, artifact"),
        ('{"tone": {"threshold": 2}}', "MODELS: tone: threshold is 2, not between 0 and 1"),
    ],
)
def test_value_that_cannot_be_used_is_named(value, problem):
    with pytest.raises(SettingsError, match=problem):
        Settings.from_environment({"MODELS": value})


@pytest.mark.parametrize(("value", "on"), [("true", True), ("false", False), ("", False), (None, False)])
def test_tracing_is_on_when_asked_for(value, on):
    assert tracing({} if value is None else {"TRACING": value}) is on
