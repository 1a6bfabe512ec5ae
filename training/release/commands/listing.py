"""`list`: what is in a store."""

import argparse
from collections.abc import Sequence

from training.release.errors import ReleaseError
from training.release.names import check_name
from training.release.pointer import read_pointer
from training.release.published import Contents, contents_of, open_release
from training.release.store import Store
from training.release.store_option import add_store_option

HEAD = ("NAME", "VERSION", "PUBLISHED", "ACCURACY", "ECE", "MB", "STAGES")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "list",
        help="show what is in a store",
        description="Show the releases of a store, the newest version of each model first, and the stages that "
        "have them. Accuracy and calibration error are those on the test split, by the manifest.",
    )
    parser.add_argument("name", nargs="?", help="of a model (default: all)")
    parser.add_argument(
        "--unfinished", action="store_true", help="also show versions that were begun and are not published"
    )
    add_store_option(parser)
    parser.set_defaults(work=work)


def work(options: argparse.Namespace) -> int:
    """Print a row for each release; return the exit code: 1 if one of them, or a pointer, cannot be opened."""
    store = Store(options.store)
    contents = contents_of(store, check_name("name", options.name) if options.name else None)
    stages, damaged = _stages(store, contents)
    rows = []
    for name, versions in contents.published.items():
        for version in versions:
            try:
                rows.append(_row(store, name, version, stages.get((name, version), [])))
            except ReleaseError as error:
                damaged.append(f"damaged: {name} {version}: {error}")
    print("\n".join(_table([HEAD, *rows]) if rows else [f"no release in {store.uri()}"]))
    for line in damaged:
        print(line)
    if options.unfinished:
        for name, version, begun in contents.unfinished:
            print(
                f"unfinished: {name} {version}, begun {begun:%Y-%m-%d %H:%M:%S}; publish it again to finish it"
            )
    return 1 if damaged else 0


def _stages(store: Store, contents: Contents) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """Return the stages of each release, and what is to be said of pointers that cannot be read."""
    found: dict[tuple[str, str], list[str]] = {}
    damaged = []
    for name, stage in contents.stages:
        try:
            pointer = read_pointer(store, name, stage)
        except ReleaseError as error:
            damaged.append(f"damaged: {stage} of {name}: {error}")
            continue
        if pointer:
            found.setdefault((name, pointer.step.version), []).append(stage)
    return found, damaged


def _row(store: Store, name: str, version: str, stages: Sequence[str]) -> tuple[str, ...]:
    release = open_release(store, name, version)
    test = release.manifest.metrics.get("test", {})
    figures = [f"{test[figure]:.4f}" if figure in test else "-" for figure in ("accuracy", "ece")]
    size = sum(file.size for file in release.files.values()) / 1e6
    when = f"{release.published:%Y-%m-%d %H:%M:%S}"
    return (name, version, when, *figures, f"{size:.1f}", ", ".join(stages) or "-")


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
