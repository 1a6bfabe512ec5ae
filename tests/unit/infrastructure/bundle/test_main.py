from pathlib import Path

import pytest

from infrastructure.bundle.__main__ import TARGETS, main


def test_the_help_names_the_bundles_and_the_architectures(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "{bundle,authorizer}" in told
    assert "{arm64,x86_64}" in told


def test_an_error_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bundle.zip"

    assert main(["--python", "/nowhere/python", "--out", str(out)]) == 2

    assert capsys.readouterr().err == "error: /nowhere/python is no Python 3.13\n"
    assert not out.exists()


def test_targets_are_those_of_lambda() -> None:
    assert {name: (target.python, target.architecture) for name, target in TARGETS.items()} == {
        "arm64": ("3.13", "aarch64"),
        "x86_64": ("3.13", "x86_64"),
    }
    assert all(target.glibc == (2, 34) for target in TARGETS.values())
