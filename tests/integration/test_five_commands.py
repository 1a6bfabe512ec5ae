"""The README's way from a file of labelled headlines to a promoted release, as it stands there."""

import csv
import os
import shlex
import subprocess
import sys

import pytest

from model import ModelSettings, open_classifier
from tests.started_api import ROOT
from tests.tiny_training import headlines, tiny_base

BUCKET = "five-commands"


@pytest.fixture(scope="module")
def commands():
    """The commands of the README, with ours in place of the bucket, and of the base checkpoint's hub."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = (block for block in page.split("```")[1::2] if "$ make training" in block)
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def test_a_file_becomes_a_promoted_release_in_five_commands(aws, commands, tmp_path, monkeypatch):
    install, *steps = commands
    assert (install, len(steps)) == ("make training", 4)
    with (tmp_path / "mine.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("title", "desk"), *headlines(60)])
    (tmp_path / "tiny.yaml").write_text(
        "base: tests/tiny\nmax_length: 16\ndropout: 0.0\nlearning_rate: 0.002\n"
    )
    tiny = f"tiny.yaml --base-folder {tiny_base(tmp_path)}"
    aws.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )

    for step in steps:
        python, *arguments = shlex.split(step.replace("BUCKET", BUCKET).replace("compact", tiny))
        assert python == ".venv/bin/python"
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=os.environ | aws.environment | {"PYTHONPATH": str(ROOT)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"

    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    served = open_classifier(ModelSettings(artifact=f"s3://{BUCKET}/models/mine/stages/prod.json"))
    assert (served.version, set(served.labels)) == ("1.0.0", {"Business", "Health", "Science"})
    assert served.classify(["vaccine against the flu virus"])[0].predicted_label == "Health"
