from pathlib import Path

import pytest

from benchmarks.coldstart import Plan, compare, main, start_once
from benchmarks.coldstart_contenders import DIRECT, HANDLERS, Contender
from benchmarks.import_times import REST
from benchmarks.lambda_task import environment, fetch_image
from training.release import Target


@pytest.fixture(scope="module")
def trivial(tmp_path_factory: pytest.TempPathFactory) -> Contender:
    image = fetch_image(tmp_path_factory.mktemp("image"), Target.here())
    surroundings = environment(HANDLERS, image)
    return Contender("answers", "trivial", HANDLERS, DIRECT, surroundings, ("trivial",))


def test_a_function_starts_once_in_every_round(trivial: Contender, tmp_path: Path) -> None:
    (row,) = compare({"trivial": trivial}, Plan(rounds=3, imports=1, calls=1), tmp_path / "log")

    assert (row.name, row.setting, len(row.starts)) == ("trivial", "answers", 3)
    assert all(start.seconds > 0 and start.memory > 1_000_000 for start in row.starts)
    assert row.imports.keys() == {"trivial", REST}


def test_a_function_that_fails_ends_the_run(trivial: Contender, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def handler(event, context):\n    raise ValueError('no')\n")
    image = trivial.environment["PYTHONPATH"].split(":")[0]
    broken = Contender("fails", "broken", tmp_path, DIRECT, environment(tmp_path, Path(image)))

    with pytest.raises(RuntimeError, match="it ended with error"):
        start_once(broken, tmp_path / "log")


def test_an_artifact_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--run", str(tmp_path), "--artifact", str(tmp_path / "absent")]) == 2

    assert "absent has no manifest.json" in capsys.readouterr().err
