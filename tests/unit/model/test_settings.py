import re
from collections.abc import Mapping

import pytest

from model.errors import SettingsError
from model.settings import SHIPPED_ARTIFACT, ModelSettings


def test_nothing_set_means_the_shipped_model_in_this_process() -> None:
    settings = ModelSettings.from_environment({"MODEL_ARTIFACT": "", "MODEL_THREADS": ""})

    assert settings == ModelSettings(backend="local", artifact=SHIPPED_ARTIFACT, threads=0)


def test_the_environment_decides() -> None:
    environment = {"MODEL_BACKEND": "sagemaker", "MODEL_ARTIFACT": "s3://bucket/news", "MODEL_THREADS": "2"}
    environment |= {"MODEL_ENDPOINT": "news-prod"}

    assert ModelSettings.from_environment(environment) == ModelSettings(
        backend="sagemaker", artifact="s3://bucket/news", threads=2, endpoint="news-prod"
    )


@pytest.mark.parametrize(
    ("variable", "value", "wanted"),
    [
        ("MODEL_THREADS", "-1", "a whole number of at least 0"),
        ("MODEL_THREADS", "two", "a whole number of at least 0"),
        ("MODEL_THREADS", "1.5", "a whole number of at least 0"),
        ("MODEL_THRESHOLD", "1.5", "between 0 and 1"),
        ("MODEL_THRESHOLD", "high", "between 0 and 1"),
        ("CASCADE_THRESHOLD", "nan", "between 0 and 1"),
        ("CASCADE_PER_MINUTE", "-5", "a whole number of at least 0"),
        ("CASCADE_SECONDS", "0", "a number of seconds above 0 and below 20"),
        ("MODEL_LABELS", "Negative,Positive", "a JSON object"),
        ("MODEL_LABELS", '["Positive"]', "a JSON object"),
        ("MODEL_LABELS", '["Politics", 2000, "Sport"]', "a JSON object"),
        ("MODEL_LABELS", '["Politics", ["Sport"], {}]', "a JSON object"),
        ("MODEL_LABELS", "7", "a JSON object"),
        ("MODEL_MAX_LENGTH", "many", "a whole number of at least 0"),
        ("MODEL_LABELS", '{"LABEL_0": "Same", "LABEL_1": "Same"}', "a JSON object"),
        ("MODEL_LABELS", '{"LABEL_0": 0, "LABEL_1": 1}', "a JSON object"),
        ("MODEL_REFERENCE", "Business", "a JSON object of two or more labels, each with a number above 0"),
        ("MODEL_REFERENCE", '["Business", "Health"]', "a JSON object"),
        ("MODEL_REFERENCE", '{"Business": 1}', "a JSON object"),
        ("MODEL_REFERENCE", '{"Business": 1, "Health": 0}', "a JSON object"),
        ("MODEL_REFERENCE", '{"Business": 1, "Health": "many"}', "a JSON object"),
        ("MODEL_REFERENCE", '{"Business": 1, "Health": Infinity}', "a JSON object"),
    ],
)
def test_a_bad_value_is_named(variable: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(f"{variable} is {value!r}, not {wanted}")):
        ModelSettings.from_environment({variable: value})


def test_labels_are_a_map_or_a_list() -> None:
    def labels(value: str) -> Mapping[str, str] | None:
        return ModelSettings.from_environment({"MODEL_LABELS": value}).labels

    assert labels('{"LABEL_0": "Bad", "LABEL_1": "Good"}') == {"LABEL_0": "Bad", "LABEL_1": "Good"}
    assert labels('["Bad", "Good"]') == {"Bad": "Bad", "Good": "Good"}
    assert labels("") is None


def test_a_reference_is_a_weight_for_each_label() -> None:
    told = ModelSettings.from_environment({"MODEL_REFERENCE": '{"Business": 30, "Health": "10"}'})
    written = ModelSettings.from_mapping({"reference": {"Business": 30, "Health": 10}}, "news")

    assert told.reference == written.reference == {"Business": 30, "Health": 10}
