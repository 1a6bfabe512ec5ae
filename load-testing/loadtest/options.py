"""The options of the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path

from infrastructure.costs.backends import LIST as MOST
from loadtest.plan import CLIENTS, LIST, Plan, name_of

ROOT = Path(__file__).parents[2]
HEADLINES = ROOT / "training/headlines/elsewhere.tsv"
ARTIFACT = ROOT / "model/release"
TOLERANCE = 0.001
QUICK = 10
"""How many times as short everything is at a first look."""

DESCRIPTION = """Put load on the API, and tell how it bears it.

To use it:
  python load-testing run
  python load-testing run single batch --url https://a1b2c3.execute-api.eu-west-1.amazonaws.com/dev
  python load-testing run rates --stage dev --region eu-west-1 --rates 5,10,20,40
  python load-testing run soak --soak 3600
  python load-testing archive --out build/payload.tar.gz

Without --url and --stage it starts the API on this machine, as `make start` does. Elsewhere every request costs
money, and what the service's limits do not let through is turned away (429), which is counted by itself. The key
of --url is taken from the variable API_KEY, a token, where callers need one, from API_TOKEN.
"""


def options_of(arguments: Sequence[str] | None, scenarios: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what is wrong with it is said, and ends the program.

    Parameters
    ----------
    arguments
        Those of the program unless told.
    scenarios
        Names of those that can be played.
    """
    parser = argparse.ArgumentParser(
        prog="python load-testing",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    run = commands.add_parser("run", help="put load on the API and write the report")
    run.add_argument(
        "scenario",
        nargs="*",
        metavar="SCENARIO",
        help=f"{', '.join(scenarios)} (default: all of them)",
    )
    place = run.add_mutually_exclusive_group()
    place.add_argument("--url", help="of a service, stage and all")
    place.add_argument(
        "--stage", help="of the stack to find, with its key, in the account of the environment"
    )
    run.add_argument("--region", help="of the stack (default: that of the environment)")
    run.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of serverless.yml, for the API of this machine; may be given again",
    )
    run.add_argument(
        "--clients", type=_clients, default=CLIENTS, help="that ask at once (default: %(default)s)"
    )
    run.add_argument(
        "--list", type=_list_length, default=LIST, help="headlines of a list (default: %(default)s)"
    )
    run.add_argument("--seconds", type=_above_zero, help="of single, batch and bad, and of each rate")
    run.add_argument(
        "--soak", type=_above_zero, default=Plan.soak_seconds, help="seconds of soak (default: %(default)s)"
    )
    run.add_argument(
        "--rates", type=_rates, default=(), help="of rates, as 5,10,20 (default: shares of the capacity)"
    )
    run.add_argument(
        "--headlines", type=Path, default=HEADLINES, help="CSV or TSV file (default: 480 made-up ones)"
    )
    run.add_argument(
        "--artifact", type=Path, default=ARTIFACT, help="to compare answers with (default: the shipped model)"
    )
    run.add_argument(
        "--tolerance",
        type=_tolerance,
        default=TOLERANCE,
        help="how far a score may be from the right one (default: %(default)s)",
    )
    run.add_argument("--out", type=Path, default=Path("build/load"), help="(default: %(default)s)")
    run.add_argument("--quick", action="store_true", help="a first look: a tenth of the time")
    packed = commands.add_parser("archive", help="pack sample payloads for SageMaker Inference Recommender")
    packed.add_argument(
        "--out", type=Path, default=Path("build/payload.tar.gz"), help="(default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    for name in getattr(options, "scenario", []):
        if name not in scenarios:
            run.error(f"{name!r} is none of the scenarios {', '.join(scenarios)}")
    if getattr(options, "param", None) and (options.url or options.stage):
        run.error("argument --param: it is for the API of this machine; what is deployed has its own")
    return options


def plan_of(options: argparse.Namespace) -> Plan:
    """Return how long and how hard is asked."""
    plan = Plan(
        clients=options.clients, list_length=options.list, rates=options.rates, soak_seconds=options.soak
    )
    if options.seconds:
        plan = replace(plan, plain_seconds=options.seconds, rate_seconds=options.seconds)
    if options.quick:
        before, burst, after = plan.spike_seconds
        plan = replace(
            plan,
            capacity_seconds=plan.capacity_seconds / QUICK,
            plain_seconds=plan.plain_seconds / QUICK,
            rate_seconds=plan.rate_seconds / QUICK,
            soak_seconds=plan.soak_seconds / QUICK,
            spike_seconds=(before / QUICK, burst / QUICK, after / QUICK),
        )
    return plan


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is no number that ends")
    return value


def _above_zero(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def _tolerance(text: str) -> float:
    value = _number(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return value


def _rates(text: str) -> list[float]:
    rates = sorted(map(_above_zero, text.split(",")))
    names = [name_of(rate) for rate in rates]
    if len(set(names)) < len(names):
        raise argparse.ArgumentTypeError(f"two of {text} are called the same: {', '.join(names)}")
    return rates


def _clients(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not 1 or more")
    return int(text)


def _list_length(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a list has 1 to {MOST} headlines, not {text}")
    return int(text)
