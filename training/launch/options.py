"""The options of the command."""

import argparse
from typing import get_args

from training.job.libraries import FORM, check_libraries
from training.job.report_switches import add_report_switches
from training.launch.machines import add_machines
from training.launch.place import add_place
from training.launch.tuning import Strategy
from training.recipe import add_settings
from training.shared_options import add_identity, add_recipe

DOCUMENTATION = """Train on SageMaker, by a recipe, on headlines that were prepared before.

To use it (`make launch` installs what it needs):
  .venv-launch/bin/python -m training.launch data/mine --name mine --stage dev --dry-run
  .venv-launch/bin/python -m training.launch data/mine --name mine --stage dev --spot --wait
  .venv-launch/bin/python -m training.launch data/mine --stage dev --tune learning-rate=1e-5..1e-4 batch-size=16,32
  .venv-launch/bin/python -m training.launch --follow JOB
"""


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    found = argparse.ArgumentParser(
        prog="python -m training.launch",
        description=DOCUMENTATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument(
        "data", nargs="?", help="folder that `python -m training.data prepare` wrote, or its s3:// address"
    )
    add_identity(found)
    add_recipe(found)
    found.add_argument(
        "--base-folder",
        help="folder with the base checkpoint, or its s3:// address (default: the job fetches it)",
    )
    found.add_argument(
        "--precision",
        type=float,
        help="share of right answers wanted among predictions that need no review",
    )
    _add_leaving(found)
    _add_sending(found)
    add_place(found)
    add_machines(found)
    _add_tuning(found)
    add_settings(found)
    return found


def _add_leaving(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("what the job leaves")
    group.add_argument(
        "--libraries",
        type=check_libraries,
        metavar=FORM,
        help="Python and CPU of the endpoint that is to serve the model, as py3.12-aarch64 for Graviton; "
        "`none` packs no libraries, for an image that has them (default: py3.12-x86_64)",
    )
    add_report_switches(group, default=None)


def _add_sending(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("the job")
    group.add_argument("--job", help="name of it (default: the model's and the time)")
    group.add_argument("--image", help="address of the container (default: AWS's with PyTorch)")
    group.add_argument("--owner", default="newsdesk", help="for a tag (default: newsdesk)")
    group.add_argument(
        "--tag", action="append", default=[], metavar="KEY=VALUE", help="one more; may be given again"
    )
    group.add_argument("--resume", metavar="JOB", help="go on from the checkpoints of an earlier job")
    group.add_argument(
        "--dry-run", action="store_true", help="print the request and its estimated cost, and send nothing"
    )
    group.add_argument("--wait", action="store_true", help="show what the job says until it ends")
    group.add_argument("--follow", metavar="JOB", help="wait for a job that was sent before")
    group.add_argument(
        "--every", type=float, default=10.0, metavar="SECONDS", help="between two looks (default: 10)"
    )


def _add_tuning(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("a search for better settings, by macro-F1 on validation")
    group.add_argument(
        "--tune",
        nargs="+",
        default=[],
        metavar="RANGE",
        help="as learning-rate=1e-5..1e-4 batch-size=16,32 (after DATA)",
    )
    group.add_argument("--trials", type=int, default=8, metavar="N", help="trainings in all (default: 8)")
    group.add_argument("--parallel", type=int, default=2, metavar="N", help="at once (default: 2)")
    group.add_argument(
        "--strategy", choices=get_args(Strategy), default="Bayesian", help="(default: %(default)s)"
    )
