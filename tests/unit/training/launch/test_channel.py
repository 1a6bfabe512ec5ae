import shutil

import pytest

from training.data import DataError
from training.launch import channel
from training.launch.channel import Channel, base_channel, data_channel
from training.launch.errors import LaunchError
from training.recipe import Recipe, RecipeError

REGION = "eu-west-1"
JOB = "s3://models/jobs/mine-1"


@pytest.fixture
def prepared(data, tmp_path):
    return shutil.copytree(data.path, tmp_path / "prepared")


@pytest.fixture
def checkpoint(tmp_path):
    folder = tmp_path / "base"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).write_text(name)
    return folder


def stored(aws):
    return {one["Key"] for one in aws("s3").list_objects_v2(Bucket="models").get("Contents", [])}


def test_a_prepared_folder_is_uploaded_with_what_belongs_to_it_and_no_more(prepared, aws, bucket):
    (prepared / "notes.md").write_text("mine")

    found = data_channel(str(prepared), JOB, REGION)
    found.upload(REGION, progress=False)

    assert (found.name, found.uri) == ("training", f"{JOB}/data/")
    expected = {
        f"jobs/mine-1/data/{name}" for name in ("dataset.json", "train.jsonl", "valid.jsonl", "test.jsonl")
    }
    assert stored(aws) == expected
    assert found.size == sum(path.stat().st_size for path in found.files)


def test_what_is_in_the_store_already_is_not_uploaded(aws, bucket):
    aws("s3").put_object(Bucket="models", Key="data/mine/dataset.json", Body=b"{}")

    found = data_channel("s3://models/data/mine", JOB, REGION)
    found.upload(REGION)

    # With a slash: data/mine-too is another.
    assert found == Channel("training", "s3://models/data/mine/")
    assert stored(aws) == {"data/mine/dataset.json"}


@pytest.mark.parametrize("address", ["s3://models/data/mine", "s3://models"])
def test_a_prefix_without_prepared_data_is_named(address, bucket):
    with pytest.raises(LaunchError, match=f"{address}/ has no dataset.json"):
        data_channel(address, JOB, REGION)


def test_a_folder_that_was_not_prepared_is_named(tmp_path):
    with pytest.raises(DataError, match="is not a prepared folder"):
        data_channel(str(tmp_path), JOB, REGION)


def test_a_file_that_was_changed_since_is_named(prepared):
    (prepared / "valid.jsonl").write_text("{}\n")

    with pytest.raises(LaunchError, match=r"valid\.jsonl is not the file that was prepared"):
        data_channel(str(prepared), JOB, REGION)


def test_a_file_that_is_gone_is_named(prepared):
    (prepared / "test.jsonl").unlink()

    with pytest.raises(LaunchError, match=r"test\.jsonl is not the file that was prepared"):
        data_channel(str(prepared), JOB, REGION)


def test_a_folder_that_is_too_large_is_not_uploaded(prepared, monkeypatch):
    monkeypatch.setattr(channel, "MOST", 1000)

    with pytest.raises(LaunchError, match="bytes to upload, more than 1,000; put it into S3 yourself"):
        data_channel(str(prepared), JOB, REGION)


def test_of_a_base_checkpoint_the_three_files_are_uploaded(checkpoint, aws, bucket):
    (checkpoint / "pytorch_model.bin").write_text("a pickle")

    found = base_channel(str(checkpoint), JOB, REGION, Recipe(base="mine"))
    found.upload(REGION, progress=False)

    assert (found.name, found.uri) == ("base", f"{JOB}/base/")
    assert stored(aws) == {
        f"jobs/mine-1/base/{name}" for name in ("config.json", "model.safetensors", "tokenizer.json")
    }


def test_a_base_checkpoint_is_the_one_that_the_recipe_names(checkpoint):
    with pytest.raises(RecipeError, match="the recipe says abc"):
        base_channel(str(checkpoint), JOB, REGION, Recipe(base="mine", files={"config.json": "abc"}))


def test_a_base_checkpoint_may_be_in_the_store(aws, bucket):
    aws("s3").put_object(Bucket="models", Key="base/config.json", Body=b"{}")

    assert base_channel("s3://models/base/", JOB, REGION, Recipe(base="mine")) == Channel(
        "base", "s3://models/base/"
    )


def test_a_store_that_is_not_there_is_named(prepared):
    with pytest.raises(
        LaunchError, match=r"AWS was asked to take s3://models/jobs/mine-1/data/: .*NoSuchBucket"
    ):
        data_channel(str(prepared), JOB, REGION).upload(REGION, progress=False)
