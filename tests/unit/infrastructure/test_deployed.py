import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from infrastructure.deployed import DeployedError, check_code, main

REGION = "eu-west-1"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        yield


def write_bundle(path: Path, code: str) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        files.writestr(zipfile.ZipInfo("handler.py"), code)
    path.write_bytes(content.getvalue())
    return path


def deploy(bundle: Path) -> None:
    role = boto3.client("iam", REGION).create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps({}))
    boto3.client("lambda", REGION).create_function(
        FunctionName="newsdesk-prod-classify",
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="handler.handler",
        Code={"ZipFile": bundle.read_bytes()},
    )


def test_the_code_that_runs_there_is_known_by_its_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = write_bundle(tmp_path / "bundle.zip", "answer = 42\n")
    deploy(bundle)

    assert main([str(bundle), "--stage", "prod", "--region", REGION]) == 0

    assert capsys.readouterr().out == f"prod runs the code of {bundle}\n"


def test_the_region_is_that_of_the_environment_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = write_bundle(tmp_path / "bundle.zip", "answer = 42\n")
    deploy(bundle)
    monkeypatch.setenv("AWS_REGION", REGION)

    check_code(bundle, "prod")

    with pytest.raises(DeployedError, match="not found"):
        check_code(bundle, "prod", "eu-central-1")


def test_other_code_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deploy(write_bundle(tmp_path / "deployed.zip", "answer = 42\n"))
    changed = write_bundle(tmp_path / "changed.zip", "answer = 43\n")

    assert main([str(changed), "--stage", "prod", "--region", REGION]) == 2

    assert capsys.readouterr().err.startswith(
        f"error: newsdesk-prod-classify runs other code than that of {changed}"
    )


def test_a_stage_that_is_not_deployed_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeployedError, match=r"AWS was asked for newsdesk-dev-classify: .*not found"):
        check_code(write_bundle(tmp_path / "bundle.zip", ""), "dev", REGION)


def test_a_bundle_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.zip"):
        check_code(tmp_path / "missing.zip", "prod", REGION)
