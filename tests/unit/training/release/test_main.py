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


def test_neither_torch_nor_a_client_of_aws_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, training.release.__main__; "
        "print([name for name in sys.modules if name in {'torch', 'transformers', 'boto3', 'botocore'}])"
    )

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
