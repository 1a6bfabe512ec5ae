import json
import shutil
import tarfile

import pytest

from loadtest.archive import CONTENT_TYPE, archive
from model import inference
from model.artifact import FOLDER
from tests.started_api import ROOT


def test_it_holds_requests_for_the_container(tmp_path):
    names = archive(tmp_path / "payload.tar.gz")

    with tarfile.open(tmp_path / "payload.tar.gz") as tar:
        bodies = {member.name: json.load(tar.extractfile(member)) for member in tar}
    assert sorted(bodies) == names == ["list.json", "one.json"]
    assert isinstance(bodies["one.json"]["inputs"], str)
    assert len(bodies["list.json"]["inputs"]) == 4


def test_the_same_payloads_are_the_same_bytes(tmp_path):
    archive(tmp_path / "first.tar.gz")
    archive(tmp_path / "second.tar.gz")

    assert (tmp_path / "first.tar.gz").read_bytes() == (tmp_path / "second.tar.gz").read_bytes()


@pytest.mark.parametrize(("name", "labels"), [("one.json", "Health"), ("list.json", ["Health", "Business"])])
def test_the_container_answers_them(tmp_path, name, labels):
    archive(tmp_path / "payload.tar.gz")
    with tarfile.open(tmp_path / "payload.tar.gz") as tar:
        body = tar.extractfile(name).read()
    shutil.copytree(ROOT / "model/release", tmp_path / FOLDER)

    request = inference.input_fn(body, CONTENT_TYPE)
    answer = inference.predict_fn(request, inference.model_fn(str(tmp_path)))

    found = json.loads(inference.output_fn(answer, CONTENT_TYPE))["predicted_label"]
    assert (found if isinstance(found, str) else found[:2]) == labels
