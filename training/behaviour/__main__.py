"""Test the behaviour of a model.

Run as:
    python -m training.behaviour model/release tests/behaviour
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.backends.local import LocalClassifier
from training.behaviour.gate import describe
from training.behaviour.reading import load_cases
from training.behaviour.runner import run
from training.behaviour.section import behaviour_section
from training.command_line import carried_out
from training.section_folder import write_section


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 when every check keeps its bound, 1 when one does not."""
    options = _parser().parse_args(arguments)

    def work() -> int:
        classifier = LocalClassifier.open(options.artifact)
        result = run(classifier, load_cases(options.cases, classifier.labels))
        if options.out:
            write_section(options.out, behaviour_section(result))
        print(describe(result, every_failure=options.failures))
        return 0 if result.passed else 1

    return carried_out(work)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.behaviour",
        description=f"{__doc__.splitlines()[0]} Exits with 1 when a check fails.",
    )
    parser.add_argument("artifact", help="folder or s3:// URI of the artifact")
    parser.add_argument("cases", type=Path, help="folder of the cases; tests/behaviour explains each file")
    parser.add_argument("--out", type=Path, help="folder for behaviour.md, behaviour.json and the pictures")
    parser.add_argument(
        "--failures", action="store_true", help="show every failing case, also where the check passes"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
