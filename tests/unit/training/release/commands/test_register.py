from pathlib import Path

from tests.releases import Run, make_release
from training.release import build_tarball
from training.release.store import Store


def test_it_says_what_it_made(store: Store, tmp_path: Path, run: Run) -> None:
    tarball = tmp_path / "model.tar.gz"
    build_tarball(make_release(tmp_path / "artifact"), [], tarball)
    run("publish", tmp_path / "artifact", "--tarball", tarball)
    command = ("register", "words", "1.0.0", "--group", store.bucket)

    code, said = run(*command, "--approval", "Approved")
    again = run(*command)

    assert code == 0
    group, made = said.splitlines()
    assert group == f"made the group {store.bucket}"
    assert made.startswith("words 1.0.0 registered as arn:aws:sagemaker:eu-west-1:")
    assert made.endswith(" (Approved)")
    assert again == (0, f"{made.replace('registered as', 'is registered already, as')}\n")


def test_a_release_without_a_tarball_is_an_error(store: Store, tmp_path: Path, run: Run) -> None:
    run("publish", make_release(tmp_path))

    code, said = run("register", "words", "1.0.0", "--group", "words")

    assert code == 2
    assert "publish the next version with --tarball" in said
