import subprocess
import sys
from pathlib import Path

from training.facts import code_revision
from training.job.source import stage

ROOT = Path(__file__).parents[4]


def test_the_program_runs_on_what_is_staged_alone(tmp_path: Path) -> None:
    folder = stage(tmp_path / "source")

    # -I: nothing is found beside the script's folder and the installed libraries, this repository least of all.
    script = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import training.job.__main__;"
        "import training.release.wheels as w; from training.facts import code_revision;"
        "from training.recipe import load_recipe;"
        "assert load_recipe('compact') and w.REQUIREMENTS.is_file(); print(w.__file__, code_revision())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    place, revision = done.stdout.split()
    assert place.startswith(str(folder))
    assert revision == code_revision()


def test_neither_a_model_nor_a_headline_is_in_it(tmp_path: Path) -> None:
    names = {path.relative_to(tmp_path).as_posix() for path in stage(tmp_path).rglob("*") if path.is_file()}

    assert {"train.py", "requirements.txt", "model/inference.py", "training/train.py"} <= names
    assert {Path(name).suffix for name in names} == {".py", ".txt", ".yaml"}
    assert not [name for name in names if "launch" in name or "__pycache__" in name]


def test_what_is_installed_is_pinned_as_here_and_leaves_pytorch_alone() -> None:
    job, training = (
        set((ROOT / "requirements" / f"{name}.txt").read_text().split()) for name in ("job", "training")
    )

    assert job < training
    assert "torch" not in {pin.partition("==")[0] for pin in job}
