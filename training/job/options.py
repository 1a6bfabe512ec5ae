"""The hyperparameters of a job: the driver makes a command line of them, `--NAME VALUE` for each."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

from training.job.libraries import FORM, NO_LIBRARIES, check_libraries
from training.job.report_switches import add_report_switches
from training.recipe import RecipeError, add_settings
from training.release.wheels import Architecture, Target
from training.shared_options import add_identity, add_precision, add_recipe

CHECKPOINTS = Path("/opt/ml/checkpoints")
"""The folder that SageMaker keeps in S3, and brings back when the job starts again."""
TRUTHS = {"true": "--", "false": "--no-", "True": "--", "False": "--no-"}
"""What a switch is turned into: the SDK's driver writes it as JSON does, the image's toolkit as Python does."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint reaches the one who sees no terminal."""

    def error(self, message: str) -> NoReturn:
        raise RecipeError(f"hyperparameters: {message}")


def given_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command line.

    Raises
    ------
    RecipeError
        If one is unknown or has a value that cannot be used.
    """
    return _parser().parse_args(_flags(arguments))


def _flags(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with `--option true` as `--option`, `--option false` as `--no-option`."""
    flags: list[str] = []
    for argument in arguments:
        if argument in TRUTHS and flags and flags[-1].startswith("--"):
            flags[-1] = TRUTHS[argument] + flags[-1].removeprefix("--")
        else:
            flags.append(argument)
    return flags


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="train.py", description="Train in a SageMaker training job.", allow_abbrev=False)
    add_identity(parser)
    add_recipe(parser)
    add_precision(parser)
    parser.add_argument(
        "--run-folder", type=Path, default=CHECKPOINTS, help="folder of the run (default: %(default)s)"
    )
    default = Target()
    parser.add_argument(
        "--libraries",
        type=_target,
        default=default,
        metavar=FORM,
        help="Python and CPU of the endpoint, whose libraries are fetched and packed; `none` leaves them out, and "
        "only an image that has them serves the model then "
        f"(default: py{default.python}-{default.architecture})",
    )
    add_report_switches(parser, default=True)
    # What a tuning is to make best; SageMaker gives it to each of its jobs.
    parser.add_argument("--_tuning_objective_metric", help=argparse.SUPPRESS)
    add_settings(parser)
    return parser


def _target(text: str) -> Target | None:
    if check_libraries(text) == NO_LIBRARIES:
        return None
    python, _, cpu = text.removeprefix("py").partition("-")
    (architecture,) = (one for one in get_args(Architecture) if one == cpu)
    return Target(python, architecture)
