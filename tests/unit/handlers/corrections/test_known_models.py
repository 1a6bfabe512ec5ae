from dataclasses import replace

import boto3
import pytest

from handlers.common.errors import ApiError
from handlers.common.settings import Settings
from handlers.corrections.known_models import LIFETIME, KnownModel, KnownModels
from model import ModelSettings
from tests.artifacts import MANIFEST_OF_WORDS
from tests.clock import Clock
from tests.started_moto import REGION

WORDS = KnownModel("words", "0.1.0", ("Business", "Health"))
TONE = ModelSettings(
    backend="sagemaker", endpoint="e", name="tone", version="a/model", labels={"L0": "Bad", "L1": "Good"}
)


@pytest.fixture
def folder(tmp_path):
    """Of an artifact whose manifest alone is there."""
    (tmp_path / "manifest.json").write_text(MANIFEST_OF_WORDS.to_json())
    return tmp_path


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def models(folder, clock):
    settings = Settings(ModelSettings(artifact=str(folder)), {"tone": TONE})
    return KnownModels(lambda: settings, clock)


def test_the_default_model_is_known_with_its_name_and_without(models):
    assert models.find() == models.find("words") == WORDS


def test_another_one_is_known_by_its_settings_where_those_have_its_labels(models, folder):
    (folder / "manifest.json").unlink()

    assert models.find("tone") == KnownModel("tone", "a/model", ("Bad", "Good"))


def test_a_large_language_model_has_its_id_for_a_version(folder):
    settings = ModelSettings(backend="bedrock", bedrock="amazon.nova-micro-v1:0", artifact=str(folder))

    assert KnownModel.of(settings) == replace(WORDS, version="amazon.nova-micro-v1:0")


def test_a_model_that_is_not_there_is_told_with_those_that_are(models):
    with pytest.raises(ApiError, match="model: 'mood' is not one of words, tone") as refusal:
        models.find("mood")

    assert refusal.value.status == 400


def test_a_manifest_in_s3_is_all_that_is_read(aws):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="releases", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="releases", Key="words/1/manifest.json", Body=MANIFEST_OF_WORDS.to_json())
    settings = Settings(ModelSettings(artifact="s3://releases/words/1"))

    assert KnownModels(lambda: settings).find() == WORDS


def test_a_manifest_is_read_again_after_a_while(models, folder, clock):
    models.find()
    (folder / "manifest.json").write_text(replace(MANIFEST_OF_WORDS, version="0.2.0").to_json())

    clock.now += LIFETIME - 1
    assert models.find() == WORDS
    clock.now += 1
    assert models.find().version == "0.2.0"


def test_a_manifest_is_read_again_where_the_clock_was_set_back(models, folder, clock):
    models.find()
    (folder / "manifest.json").write_text(replace(MANIFEST_OF_WORDS, version="0.2.0").to_json())

    clock.now -= 1

    assert models.find().version == "0.2.0"


def test_one_that_cannot_be_read_again_stays_what_it_was(models, folder, clock, log):
    models.find()
    (folder / "manifest.json").unlink()

    clock.now += LIFETIME
    assert models.find() == models.find() == WORDS
    assert log.getvalue().count('"level":"ERROR"') == 1


def test_labels_that_are_not_known_yet_may_be_in_a_moment(models, folder, log):
    (folder / "manifest.json").unlink()

    with pytest.raises(ApiError, match="not_ready: the labels of the model are not known now") as refusal:
        models.find()

    assert (refusal.value.status, refusal.value.headers) == (503, {"Retry-After": "5"})
    (folder / "manifest.json").write_text(MANIFEST_OF_WORDS.to_json())
    assert models.find() == WORDS
