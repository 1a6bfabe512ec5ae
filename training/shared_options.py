"""Options that several commands have, and what holds for their values."""

import argparse
from pathlib import Path

from training.recipe import RecipeError

PRECISION = 0.97
"""Share of right answers among the predictions that need no review, unless told otherwise."""


def add_identity(parser: argparse.ArgumentParser, version: str = "1.0.0") -> None:
    """Add `--name` and `--version`, of the model and of its release."""
    parser.add_argument("--name", default="news", help="name of the model (default: %(default)s)")
    parser.add_argument(
        "--version", default=version, help="version of this release of it (default: %(default)s)"
    )


def add_recipe(parser: argparse.ArgumentParser, default: str = "distilbert") -> None:
    """Add `--recipe`, whose single settings `training.recipe.add_settings` adds."""
    parser.add_argument(
        "--recipe", default=default, help="a shipped recipe or a .yaml file (default: %(default)s)"
    )


def add_base_folder(parser: argparse.ArgumentParser) -> None:
    """Add `--base-folder`, without which the base checkpoint comes from the Hugging Face Hub."""
    parser.add_argument(
        "--base-folder", type=Path, help="folder with the base checkpoint (default: fetch it)"
    )


def add_precision(parser: argparse.ArgumentParser) -> None:
    """Add `--precision`; `check_precision` says what it may be."""
    parser.add_argument(
        "--precision",
        type=float,
        default=PRECISION,
        help="share of right answers wanted among predictions that need no review (default: %(default)s)",
    )


def check_precision(precision: float) -> None:
    """Refuse a precision that cannot be wanted.

    Raises
    ------
    RecipeError
        If it is not above 0 and at most 1.
    """
    if not 0 < precision <= 1:
        raise RecipeError(f"precision {precision} is not above 0 and at most 1")
