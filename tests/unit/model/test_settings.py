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


@pytest.mark.parametrize("value", ["-1", "two", "1.5"])
def test_a_bad_number_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match=f"MODEL_THREADS is '{value}'"):
        ModelSettings.from_environment({"MODEL_THREADS": value})
