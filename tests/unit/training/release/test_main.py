import subprocess
import sys

import pytest

from tests.started_api import ROOT
from training.release.__main__ import main


def test_the_help_of_every_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("build", "publish", "list", "show", "promote", "rollback", "register"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        assert f"python -m training.release {command}" in capsys.readouterr().out


def test_what_is_slow_to_import_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, training.release.__main__; print(*sys.modules)"

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    slow = {"torch", "transformers", "sklearn", "scipy", "pandas", "onnxruntime", "boto3", "botocore"}
    assert slow.isdisjoint(found.stdout.split())
    assert "training.release.commands.publish" in found.stdout.split()
