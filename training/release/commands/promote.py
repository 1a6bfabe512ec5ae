"""`promote`: a stage to a release that passes the gates."""

import argparse
from collections.abc import Callable, Sequence

from training.release import gates, integrity, size
from training.release.errors import ReleaseError
from training.release.pointer import Pointer, Step, move, read_pointer
from training.release.published import Release, open_release
from training.release.store import Store
from training.release.store_option import add_store_option
from training.release.verdict import Verdict

Gate = Callable[[Release | None, Release, argparse.Namespace], Sequence[Verdict]]
"""Is given the release that the stage has, the one it is to have, and the options of the command."""

GATES: tuple[Gate, ...] = (integrity.check, size.check, gates.check)


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "promote",
        help="give a stage a release",
        description="Give a stage a release, after every gate was asked. The pointer of the stage is one object, "
        "replaced in one step; of two who promote at once, one is told.",
    )
    parser.add_argument("name", help="of the model")
    parser.add_argument("version", help="of the release")
    parser.add_argument("--stage", required=True, help="that is to have it, such as prod")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; it is kept in the pointer")
    parser.add_argument(
        "--force",
        action="store_true",
        help="promote against what gates say, the hash's aside; needs --reason",
    )
    size.add_options(parser)
    gates.add_gate_options(parser)
    add_store_option(parser)
    parser.set_defaults(work=work, left="{stage} of {name} is as it was")


def work(options: argparse.Namespace) -> int:
    """Ask the gates, print what each says, move the pointer; return the exit code: 1 if a gate refuses."""
    name, version, stage = options.name, options.version, options.stage
    if options.force and not options.reason:
        raise ReleaseError("--force needs --reason: whoever reads the pointer later will ask")
    store = Store(options.store)
    pointer = read_pointer(store, name, stage)
    candidate = open_release(store, name, version)
    if pointer and (pointer.step.version, pointer.step.manifest) == (version, candidate.digest):
        print(f"{stage} of {name} is {version} already, since {pointer.step.promoted}; nothing was changed")
        return 0
    before = pointer.step.version if pointer else "nothing"
    print(f"{name} {version} for {stage}, which has {before}:", flush=True)
    failed = [verdict for verdict in _verdicts(store, pointer, candidate, options) if not verdict.passed]
    if any(verdict.final for verdict in failed) or (failed and not options.force):
        way = (
            ""
            if any(verdict.final for verdict in failed)
            else "; --force --reason TEXT promotes it nevertheless"
        )
        print(f"refused: {stage} of {name} stays as it is{way}")
        return 1
    forced = tuple(f"{verdict.gate}: {verdict.message}" for verdict in failed)
    move(store, name, stage, pointer, Step.to(candidate, options.reason, forced=forced))
    print(f"promoted: {stage} of {name} is {version}, after {before}")
    return 0


def _verdicts(
    store: Store, pointer: Pointer | None, candidate: Release, options: argparse.Namespace
) -> list[Verdict]:
    verdicts: list[Verdict] = []

    def add(verdict: Verdict) -> None:
        print(f"  {verdict}", flush=True)
        verdicts.append(verdict)

    current = None
    if pointer:
        try:
            current = open_release(store, candidate.name, pointer.step.version)
        except ReleaseError as error:
            add(Verdict("comparison", False, f"what {options.stage} has cannot be opened: {error}"))
    for gate in GATES:
        for verdict in gate(current, candidate, options):
            add(verdict)
    return verdicts
