"""`show`: one release, or where a stage stands."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from training.release.errors import ReleaseError
from training.release.pointer import Pointer, Step, read_pointer
from training.release.published import Release, contents_of, open_release
from training.release.store import Store
from training.release.store_option import add_store_option


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "show",
        help="show one release, or where a stage stands",
        description="Show what is known about a release: the one named, the one a stage has, or the newest.",
    )
    parser.add_argument("name", help="of the model")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("version", nargs="?", help="of the release")
    which.add_argument("--stage", help="show what this stage has, and had")
    parser.add_argument("--json", action="store_true", help="print it all, as JSON")
    add_store_option(parser)
    parser.set_defaults(work=work)


def work(options: argparse.Namespace) -> int:
    """Find the release and print it; return the exit code."""
    store, name = Store(options.store), options.name
    pointer = None
    if options.stage:
        pointer = read_pointer(store, name, options.stage)
        if pointer is None:
            raise ReleaseError(f"nothing was ever promoted to {options.stage} of {name}")
    release = open_release(
        store, name, pointer.step.version if pointer else options.version or _newest(store, name)
    )
    if pointer and release.digest != pointer.step.manifest:
        raise ReleaseError(
            f"{release.address}/manifest.json is not the one that was promoted to {options.stage}"
        )
    if options.json:
        print(json.dumps(_content(release, pointer), indent=2, ensure_ascii=False))
    else:
        print("\n".join([*_lines(release), *(_stage_lines(pointer) if pointer else [])]))
    return 0


def _newest(store: Store, name: str) -> str:
    published = contents_of(store, name).published.get(name)
    if not published:
        raise ReleaseError(f"{store.uri()} has no release of {name}")
    return published[0]


def _content(release: Release, pointer: Pointer | None) -> dict[str, Any]:
    content = {
        "address": release.address,
        "published": f"{release.published:%Y-%m-%dT%H:%M:%SZ}",
        "sha256": release.digest,
        "files": {name: asdict(file) for name, file in sorted(release.files.items())},
        "manifest": asdict(release.manifest),
    }
    if pointer:
        steps = [step.content() for step in (pointer.step, *pointer.history)]
        content["stage"] = {"stage": pointer.stage, **steps[0], "history": steps[1:]}
    return content


def _lines(release: Release) -> list[str]:
    manifest = release.manifest
    lines = [
        f"{release.name} {release.version}",
        f"  address    {release.address}",
        f"  published  {release.published:%Y-%m-%d %H:%M:%S} UTC",
        f"  labels     {', '.join(manifest.labels)}",
        f"  base       {manifest.base}",
        f"  code       {manifest.code_revision}",
        f"  data       {manifest.data.get('fingerprint', 'unknown')}",
        f"  manifest   {release.digest}",
    ]
    for split, figures in manifest.metrics.items():
        plain = [f"{key} {value}" for key, value in figures.items() if isinstance(value, int | float)]
        lines.append(f"  {split:<9}  {', '.join(plain)}")
    lines += [f"  file       {name}, {file.size:,} bytes" for name, file in sorted(release.files.items())]
    return lines


def _stage_lines(pointer: Pointer) -> list[str]:
    lines = [f"{pointer.stage} of {pointer.name}"]
    return lines + [f"  {_told(step)}" for step in (pointer.step, *pointer.history)]


def _told(step: Step) -> str:
    how = "rolled back" if step.rolled_back else "promoted"
    parts = [f"{step.version}, {how} {step.promoted}", step.reason]
    parts += [f"against {said}" for said in step.forced]
    return "; ".join(part for part in parts if part)
