"""`rollback`: a stage back to a release it had."""

import argparse

from training.release import integrity
from training.release.errors import ReleaseError
from training.release.pointer import Pointer, Step, move, read_pointer
from training.release.published import open_release
from training.release.store import Store
from training.release.store_option import add_store_option


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "rollback",
        help="give a stage the release it had before",
        description="Give a stage the release it had before the one it has; once more, the one before that. Its "
        "files are read back and compared; no other gate is asked, for it has passed them.",
    )
    parser.add_argument("name", help="of the model")
    parser.add_argument("--stage", required=True, help="that is to have it, such as prod")
    parser.add_argument("--to", metavar="VERSION", help="any release the stage had (default: the one before)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; it is kept in the pointer")
    add_store_option(parser)
    parser.set_defaults(work=work, left="{stage} of {name} is as it was")


def work(options: argparse.Namespace) -> int:
    """Find the release, check its files, move the pointer; return the exit code: 1 if its files are not sound."""
    name, stage = options.name, options.stage
    store = Store(options.store)
    pointer = read_pointer(store, name, stage)
    if pointer is None:
        raise ReleaseError(f"nothing was ever promoted to {stage} of {name}")
    if options.to == pointer.step.version:
        print(
            f"{stage} of {name} is {options.to} already, since {pointer.step.promoted}; nothing was changed"
        )
        return 0
    back = _target(pointer, options.to)
    release = open_release(store, name, back.version)
    if release.digest != back.manifest:
        raise ReleaseError(
            f"{release.address}/manifest.json is not the one that was promoted; --to names another"
        )
    print(f"{name} {back.version} for {stage}, which has {pointer.step.version}:", flush=True)
    (verdict,) = integrity.check(None, release, options)
    print(f"  {verdict}")
    if not verdict.passed:
        print(f"refused: {stage} of {name} stays as it is; --to goes back to another release")
        return 1
    move(store, name, stage, pointer, Step.to(release, options.reason, rolled_back=True))
    print(f"rolled back: {stage} of {name} is {back.version}, after {pointer.step.version}")
    return 0


def _target(pointer: Pointer, version: str | None) -> Step:
    stage = f"{pointer.stage} of {pointer.name}"
    if version is None:
        if not pointer.behind:
            raise ReleaseError(f"{stage} has no release before {pointer.step.version}; --to names one it had")
        return pointer.behind[0]
    for step in pointer.history:
        if step.version == version:
            return step
    had = ", ".join(dict.fromkeys(step.version for step in (pointer.step, *pointer.history)))
    raise ReleaseError(
        f"{stage} never had {version}, but {had}; `promote` gives it another release, by the gates"
    )
