"""What a report holds beside the figures of its split, and how the command line says so."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from training.recipe import RecipeError


@dataclass(frozen=True)
class ReportOptions:
    """What a report holds beside the figures of its split.

    Attributes
    ----------
    also
        Further labelled files to measure on, by the name they get.
    studies
        Folder of `training.studies`, whose results are shown too.
    base_folder
        Where the base checkpoint's files are, if not on the Hub: the frozen encoder is a baseline.
    baselines
        Whether the baselines are trained and shown.
    texts
        Whether single headlines are shown with their text, or by their row alone.
    behaviour
        Folder of behaviour cases that the model is held to.
    """

    also: Mapping[str, Path] = field(default_factory=dict)
    studies: Path | None = None
    base_folder: Path | None = None
    baselines: bool = True
    texts: bool = True
    behaviour: Path | None = None


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of the report."""
    group = parser.add_argument_group("what the report holds")
    group.add_argument(
        "--also",
        type=_named_file,
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="measure on a further labelled file too, under this name; may be given again",
    )
    group.add_argument("--studies", type=Path, metavar="DIR", help="show what `training.studies` wrote there")
    group.add_argument(
        "--without-baselines", dest="baselines", action="store_false", help="train and show no baselines"
    )
    group.add_argument(
        "--without-texts",
        dest="texts",
        action="store_false",
        help="show single headlines by their row, not their text: for a report that is published",
    )
    group.add_argument(
        "--behaviour",
        type=Path,
        metavar="DIR",
        help="hold the model to the cases of this folder; the command ends with 1 when a bound is not kept",
    )


def given_report_options(arguments: argparse.Namespace) -> ReportOptions:
    """Return the options of the report that were given on the command line.

    Raises
    ------
    RecipeError
        If two further files have the same name, or one is not there.
    """
    names = [name for name, _ in arguments.also]
    for name, path in arguments.also:
        if names.count(name) > 1:
            raise RecipeError(f"--also names two files {name!r}")
        if not path.is_file():
            raise RecipeError(f"--also {name}={path}: there is no such file")
    return ReportOptions(
        dict(arguments.also),
        arguments.studies,
        arguments.base_folder,
        arguments.baselines,
        arguments.texts,
        arguments.behaviour,
    )


def _named_file(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (name.strip() and equals and path):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=FILE")
    return name.strip(), Path(path)
