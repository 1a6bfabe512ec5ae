"""The machines that a job asks for, and what a recipe can do with them."""

import argparse
from dataclasses import replace

from training.launch.errors import LaunchError
from training.launch.instance import has_gpu
from training.launch.job import Compute
from training.recipe import Recipe

MOST_HOURS = 28 * 24
"""That SageMaker lets a training run."""


def add_machines(parser: argparse.ArgumentParser) -> None:
    """Give a command the options for machines, time and money."""
    group = parser.add_argument_group("machines, time and money")
    group.add_argument("--instance-type", default="ml.g5.xlarge", help="(default: %(default)s)")
    group.add_argument("--instances", type=int, default=1, metavar="N", help="of a training (default: 1)")
    group.add_argument(
        "--processes",
        type=int,
        default=1,
        metavar="N",
        help="of an instance, one for each GPU of it (default: 1)",
    )
    group.add_argument("--disk", type=int, default=50, metavar="GB", help="of an instance (default: 50)")
    group.add_argument(
        "--max-hours",
        type=float,
        default=4.0,
        metavar="HOURS",
        help="after which a training is stopped (default: 4)",
    )
    group.add_argument(
        "--spot", action="store_true", help="take spare instances, which cost less and may be taken away"
    )
    group.add_argument(
        "--max-wait-hours",
        type=float,
        metavar="HOURS",
        help="in which a training on spot instances has to end, waiting included (default: twice --max-hours)",
    )
    group.add_argument(
        "--price-per-hour",
        type=float,
        metavar="DOLLARS",
        help="of an instance, for the estimated cost (default: ask AWS's price list)",
    )


def given_machines(options: argparse.Namespace) -> Compute:
    """Return the machines that the options ask for.

    Raises
    ------
    LaunchError
        If a number of them cannot be.
    """
    has_gpu(options.instance_type)
    for name, most in (("instances", 100), ("processes", 64), ("disk", 16384)):
        value = getattr(options, name)
        if not 1 <= value <= most:
            raise LaunchError(f"--{name} {value} is not between 1 and {most}")
    if not 0 < options.max_hours <= MOST_HOURS:
        raise LaunchError(f"--max-hours {options.max_hours:g} is not above 0 and at most {MOST_HOURS}")
    found = Compute(
        instance=options.instance_type,
        instances=options.instances,
        processes=options.processes,
        disk=options.disk,
        seconds=max(1, round(options.max_hours * 3600)),
    )
    if not options.spot:
        if options.max_wait_hours is not None:
            raise LaunchError("--max-wait-hours is for --spot: other instances are not waited for")
        return found
    wait = 2 * options.max_hours if options.max_wait_hours is None else options.max_wait_hours
    if not wait >= options.max_hours:
        raise LaunchError(f"--max-wait-hours {wait:g} is less than --max-hours {options.max_hours:g}")
    return replace(found, wait=round(wait * 3600))


def check_fit(recipe: Recipe, machines: Compute) -> None:
    """Check that the machines can share the work of a recipe.

    Raises
    ------
    LaunchError
        If they cannot.
    """
    processes = machines.instances * machines.processes
    if recipe.batch_size % processes:
        raise LaunchError(
            f"batch size {recipe.batch_size} cannot be shared by {processes} processes, "
            f"{machines.processes} on each of {machines.instances} instances"
        )
