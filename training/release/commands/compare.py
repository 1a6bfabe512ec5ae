"""`compare`: two models on the same headlines."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from model.artifact import MANIFEST
from training.release.errors import ReleaseError
from training.release.published import open_release
from training.release.store import Store
from training.release.store_option import VARIABLE

if TYPE_CHECKING:
    from training.bootstrap import Estimate
    from training.release.comparison import Comparison
    from training.release.contender import Contender


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "compare",
        help="compare two models on the same headlines",
        description="Compare two models on the same headlines: figures side by side, and each difference with its "
        "95 %% interval, by which to tell it from chance.",
    )
    for name in ("first", "second"):
        parser.add_argument(name, help="version of a release, or folder of an artifact")
    parser.add_argument("--name", help="of the model whose versions these are")
    parser.add_argument(
        "--store",
        metavar="S3://BUCKET[/PREFIX]",
        default=os.environ.get(VARIABLE),
        help=f"that holds them (default: {VARIABLE} of the environment)",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="PREPARED",
        help="folder of prepared headlines, whose test split both answer now (default: the answers that they were "
        "published with, to the headlines that are in both)",
    )
    parser.add_argument("--json", action="store_true", help="print it all, as JSON")
    parser.set_defaults(work=work, left="nothing was compared")


def work(options: argparse.Namespace) -> int:
    """Compare and print; return the exit code."""
    # Only here: it is slow to import, and most commands do without.
    from training.release.comparison import compare
    from training.release.contender import meet

    first, second = (_contender(text, options) for text in (options.first, options.second))
    found = compare(first.side, second.side, meet(first, second, options.data))
    if options.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(found)))
    return 0


def _contender(text: str, options: argparse.Namespace) -> "Contender":
    from training.release.contender import Contender

    if (Path(text) / MANIFEST).is_file():
        return Contender.at(Path(text))
    if not (options.store and options.name):
        raise ReleaseError(f"{text} is no folder of an artifact; of a release, name --store and --name, too")
    return Contender.of(open_release(Store(options.store), options.name, text))


def _lines(found: "Comparison") -> list[str]:
    sides = found.first, found.second
    width = max(len(row.figure) for row in found.rows)
    one, two = (side.title for side in sides)
    columns = max(len(one), len(two), 8)
    lines = [f"{'':{width}}  {one:>{columns}}  {two:>{columns}}  difference, 95 % interval"]
    lines += [
        f"{row.figure:{width}}  {row.first:{columns}.4f}  {row.second:{columns}.4f}  {_told(row.difference)}"
        for row in found.rows
    ]
    sizes = [side.size / 1e6 for side in sides]
    lines += [
        f"{'size, MB':{width}}  {sizes[0]:{columns}.1f}  {sizes[1]:{columns}.1f}  {sizes[1] - sizes[0]:+.1f}",
        "",
        f"{found.headlines:,} headlines{_drawn(found)}; both say the same of {100 * found.agreement:.1f} %; "
        f"{found.mcnemar.only_first} only the first has right, {found.mcnemar.only_second} only the second "
        f"(McNemar's exact test: p = {found.mcnemar.p:.2g})",
    ]
    if found.disputed:
        lines.append(
            f"{found.disputed:,} more were left out: their labels are not the same in both data sets"
        )
    return [*lines, f"{found.sentence}."]


def _drawn(found: "Comparison") -> str:
    return ", drawn by story" if found.stories else ""


def _told(difference: "Estimate") -> str:
    if difference.low is None or difference.high is None:
        return f"{difference.value:+.4f}"
    return f"{difference.value:+.4f} ({difference.low:+.4f} to {difference.high:+.4f})"
