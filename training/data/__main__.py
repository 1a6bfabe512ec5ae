"""Prepare labelled headlines for training.

To use it:
  python -m training.data fetch
  python -m training.data prepare data/uci/newsCorpora.csv --out data/news
  python -m training.data prepare mine.csv --text-column headline --label-column desk --out data/mine
  python -m training.data prepare mine.csv --feedback dynamodb://TABLE --out data/mine
  python -m training.data feedback dynamodb://TABLE --out corrections.jsonl
  python -m training.data show data/mine
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from training.data.archive import NEWS_AGGREGATOR
from training.data.errors import DataError
from training.data.feedback.export import export, overview
from training.data.fetching import fetch
from training.data.layout import Format, Quoting
from training.data.naming import Policy
from training.data.preparation import prepare
from training.data.prepared import open_prepared
from training.data.splitting import Method
from training.data.summary import summary

INTERRUPTED = 130

_CORRECTIONS = (
    "A correction outranks the label that its headline has in FILE, in all its duplicates, and settles two labels "
    "of it. Of several corrections of one headline the newest counts. One that has a text adds the headline where "
    "no FILE has it, to training alone. Headlines of a validation or test file stay as they are, where they are."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 1 on an error, 2 on wrong usage, 130 when interrupted."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except (DataError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\ninterrupted; {options.left.format(out=options.out)}", file=sys.stderr)
        return INTERRUPTED
    return 0


def _prepare(options: argparse.Namespace) -> None:
    prepared = prepare(
        options.files,
        options.out,
        text_column=options.text_column,
        label_column=options.label_column,
        story_column=options.story_column,
        time_column=options.time_column,
        form=options.format,
        quoting=options.quoting,
        encoding=options.encoding,
        labels=options.labels,
        mapping=dict(options.map),
        valid=options.valid,
        test=options.test,
        other=options.other,
        feedback=options.feedback,
        feedback_model=options.feedback_model,
        split=options.split,
        seed=options.seed,
        allow_missing=options.allow_missing,
        bad_rows=options.bad_rows,
    )
    print(summary(prepared))
    for warning in prepared.description["report"]["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)


def _fetch(options: argparse.Namespace) -> None:
    path = fetch(options.out, url=options.url, sha256=options.sha256)
    print(f"{path}: {NEWS_AGGREGATOR.rows:,} rows")


def _feedback(options: argparse.Namespace) -> None:
    print(overview(export(options.source, options.out)))


def _show(options: argparse.Namespace) -> None:
    print(summary(open_prepared(options.out)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.data",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_fetch(commands)
    _add_prepare(commands)
    _add_feedback(commands)
    show = commands.add_parser("show", help="print the counts of a prepared folder")
    show.add_argument("out", type=Path, metavar="DIR", help="the prepared folder")
    show.set_defaults(command=_show, left="nothing was changed")
    return parser


def _add_fetch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "fetch",
        help="get the UCI News Aggregator corpus",
        description="Get the UCI News Aggregator corpus from its official archive and check it. A broken download "
        "is continued by the next call.",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("data/uci"),
        metavar="DIR",
        help="folder for it (default: %(default)s)",
    )
    parser.add_argument("--url", help=f"a mirror of the archive (default: {NEWS_AGGREGATOR.url})")
    parser.add_argument("--sha256", help="the SHA-256 the archive has to have")
    parser.set_defaults(
        command=_fetch, left="what was downloaded stays in {out}; the next call goes on from there"
    )


def _add_prepare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "prepare",
        help="read, clean and split labelled headlines",
        description="Read, clean and split labelled headlines. Writes train.jsonl, valid.jsonl, test.jsonl, and "
        "dataset.json, which also tells what was dropped and why; with --other, other.jsonl too.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="training rows; a path or s3://bucket/key")
    parser.add_argument(
        "--other",
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="texts that belong to none of the labels, to be unsure about; labels in them are ignored",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder to write")
    reading = parser.add_argument_group("reading")
    reading.add_argument(
        "--text-column", metavar="C", help="column of the headline (default: headline, title or text)"
    )
    reading.add_argument(
        "--label-column", metavar="C", help="column of the label (default: label or category)"
    )
    reading.add_argument("--story-column", metavar="C", help="column of the news story (default: story)")
    reading.add_argument(
        "--time-column", metavar="C", help="column of the publication time (default: timestamp)"
    )
    reading.add_argument(
        "--format",
        choices=get_args(Format),
        default="auto",
        help="uci: newsCorpora.csv as published; kaggle: the same with commas and a header; "
        "pair: TITLE<TAB>CATEGORY; table: CSV, TSV, JSON Lines or Parquet, by the file's name"
        " (default: found out)",
    )
    reading.add_argument(
        "--quoting",
        choices=get_args(Quoting),
        default="auto",
        help="raw: quotes are part of the text; quoted: they enclose fields (default: raw between tabs)",
    )
    reading.add_argument("--encoding", default="utf-8", help="of the text (default: %(default)s)")
    reading.add_argument(
        "--bad-rows",
        choices=get_args(Policy),
        default="error",
        help="drop: leave bad rows of training, --other and --feedback out and report them"
        " (default: stop before anything is written)",
    )
    labels = parser.add_argument_group("labels")
    labels.add_argument(
        "--labels",
        type=_labels,
        metavar="A,B,...",
        help="label names in the model's order (default: from the data)",
    )
    labels.add_argument(
        "--map",
        type=_renaming,
        nargs="+",
        action="extend",
        default=[],
        metavar="LABEL=NAME",
        help="rename labels of the files; b, t, e and m of the corpus need none",
    )
    splitting = parser.add_argument_group("splitting")
    for name, side in (("--valid", "validation"), ("--test", "test")):
        splitting.add_argument(
            name,
            type=_file_or_fraction,
            default=0.1,
            metavar="FILE|FRACTION",
            help=f"{side} rows: a file, kept as it is, or a share of the training rows (default: %(default)s)",
        )
    splitting.add_argument(
        "--split",
        choices=get_args(Method),
        default="random",
        help="random: labels in proportion; story: no story on two sides; time: the newest rows for the test "
        "(default: %(default)s)",
    )
    splitting.add_argument("--seed", type=int, default=0, metavar="N", help="(default: %(default)s)")
    splitting.add_argument(
        "--allow-missing",
        action="store_true",
        help="let a story or time split leave validation or test without some label",
    )
    corrections = parser.add_argument_group("corrections", _CORRECTIONS)
    corrections.add_argument(
        "--feedback",
        nargs="+",
        action="extend",
        default=[],
        metavar="SOURCE",
        help="corrections: JSON Lines (a path or s3://bucket/key), or dynamodb://TABLE",
    )
    corrections.add_argument(
        "--feedback-model", metavar="NAME", help="take those of one model alone (default: all)"
    )
    parser.set_defaults(command=_prepare, left="{out} is as it was")


def _add_feedback(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "feedback",
        help="look at corrections, and write those of a table to a file",
        description="Count corrections by what the model had said and what people say. With --out, write those of "
        "a table as JSON Lines, to be looked at and given to prepare.",
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="dynamodb://TABLE, or JSON Lines: a path or s3://bucket/key",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="a new file for those of a table, in order of time"
    )
    parser.set_defaults(command=_feedback, left="nothing was written")


def _labels(text: str) -> list[str]:
    return [label.strip() for label in text.split(",")]


def _renaming(text: str) -> tuple[str, str]:
    label, equals, name = (part.strip() for part in text.partition("="))
    if not (label and equals and name):
        raise argparse.ArgumentTypeError(f"{text!r} is not LABEL=NAME")
    return label, name


def _file_or_fraction(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


if __name__ == "__main__":
    sys.exit(main())
