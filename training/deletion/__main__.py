"""Test the explanations of a model by leaving words out, and time them.

Run as:
    python -m training.deletion model/release data/prepared --out reports/explanations
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.backends.local import LocalClassifier
from training.command_line import carried_out
from training.data import open_prepared
from training.deletion.cost import measure_cost
from training.deletion.deletion import delete_words
from training.deletion.order import MOST
from training.deletion.section import deletion_section
from training.section_folder import write_section


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)

    def work() -> int:
        headlines = open_prepared(options.data).split(options.split).texts
        # One thread, as in a Lambda: the batches of an explanation would run side by side otherwise.
        classifier = LocalClassifier.open(options.artifact, threads=1)
        cost = measure_cost(classifier, headlines)
        deletion = delete_words(classifier, headlines, limit=options.limit)
        if options.out:
            write_section(options.out, deletion_section(deletion, cost))
        print(f"fall of the score when 1, 2, ... words of {deletion.headlines:,} headlines are left out:")
        for name, found in deletion.drops.items():
            print(f"{name:<20}" + "  ".join(str(each) for each in found))
        print(f"{'beyond random':<20}" + "  ".join(str(each) for each in deletion.advantage))
        print(
            f"the word of {MOST.split()[0]} weight reaches {deletion.drops[MOST][0]} of at most {deletion.best}"
        )
        print(
            f"an explanation takes {cost.explain_ms:.1f} ms, {cost.in_answers} times an answer; "
            f"{cost.calls:.1f} calls, {cost.texts:.1f} texts"
        )
        return 0

    return carried_out(work)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.deletion", description=__doc__.splitlines()[0])
    parser.add_argument("artifact", help="folder or s3:// URI of the artifact")
    parser.add_argument("data", type=Path, help="folder of prepared headlines")
    parser.add_argument("--split", default="test", choices=["train", "valid", "test"], help="(default: test)")
    parser.add_argument(
        "--limit", type=_count, default=500, metavar="N", help="headlines to explain (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, help="folder for explanations.md, .json and .png")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of headlines")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
