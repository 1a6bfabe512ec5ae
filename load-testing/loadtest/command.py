"""Put load on the API, and tell how it bears it.

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

# Locust first: it makes what waits wait its way, and has to before anything else is imported.
import locust  # noqa: F401, I001

import argparse
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.machine import machine
from infrastructure.local_api import local_api
from infrastructure.smoke.discovery import find_service
from infrastructure.smoke.service import Service
from infrastructure.costs.backends import LIST as MOST
from loadtest.archive import archive, CONTENT_TYPE
from loadtest.errors import LoadError
from loadtest.load import Load
from loadtest.payloads import read_headlines
from loadtest.plan import CLIENTS, LIST, Plan
from loadtest.reference import compare, learn, written
from loadtest.report import line, write_report
from loadtest.found import Found
from loadtest.scenarios import SCENARIOS, capacity
from loadtest.target import Target
from training.command_line import carried_out

ROOT = Path(__file__).parents[2]
HEADLINES = ROOT / "training/headlines/elsewhere.tsv"
ARTIFACT = ROOT / "model/release"
TOLERANCE = 0.001
QUICK = 10
"""How many times as short everything is at a first look."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 1 where an answer was wrong."""
    options = _parser().parse_args(arguments)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A background job is deaf to Ctrl-C and passes that on to the API, which is stopped by it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return carried_out(lambda: options.work(options))


def _run(options: argparse.Namespace) -> int:
    headlines = read_headlines(options.headlines)
    plan, here = _plan(options), machine()
    with _target(options, headlines) as target:
        load = _play(target, plan, options.scenario or list(SCENARIOS), here)
    write_report(load, options.out)
    print(
        f"\n{load.asked:,} requests, {load.wrong:,} answered wrongly; the report is {options.out / 'load.html'}"
    )
    if load.stopped:
        raise KeyboardInterrupt
    return 1 if load.wrong else 0


def _play(target: Target, plan: Plan, names: Sequence[str], here: Mapping[str, Any]) -> Load:
    most = capacity(target, plan)
    print(line("capacity", most), flush=True)
    if not most.right:
        raise LoadError(f"{target.service.url} answers no request as it should: {dict(most.problems())}")
    found: list[Found] = []
    stopped = False
    try:
        for name in (name for name in SCENARIOS if name in names):
            found.append(SCENARIOS[name](target, plan, most.rate))
            for part, answers in found[-1].parts.items():
                print(line(f"{name} {part}", answers), flush=True)
    except KeyboardInterrupt:
        # What has been found is kept, and told; whoever asks for hours wants no less.
        stopped = True
    return Load(target, plan, most, found, here, stopped)


@contextmanager
def _target(options: argparse.Namespace, headlines: Sequence[str]) -> Iterator[Target]:
    token = os.environ.get("API_TOKEN", "")
    if options.url or options.stage:
        service = (
            Service(options.url, os.environ.get("API_KEY", ""), token)
            if options.url
            else find_service(options.stage, options.region, token)
        )
        yield _learned(service, headlines, options)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    print("starting the API on this machine ...", flush=True)
    try:
        with local_api(options.out) as api:
            yield replace(
                _learned(Service(api.url, api.key), headlines, options), processes=api.all_processes
            )
    except RuntimeError as error:
        raise LoadError(str(error)) from None


def _learned(service: Service, headlines: Sequence[str], options: argparse.Namespace) -> Target:
    with tqdm(total=len(headlines), desc="what is right", leave=False, disable=None) as bar:
        reference = learn(service, headlines, options.tolerance, bar.update)
    agreed = compare(reference, options.artifact)
    print(f"{service.url}: {written(reference.model)}, {len(headlines):,} headlines", flush=True)
    return Target(service, reference, agreed)


def _plan(options: argparse.Namespace) -> Plan:
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


def _archive(options: argparse.Namespace) -> int:
    names = archive(options.out)
    print(f"{options.out}: {', '.join(names)}; content type {CONTENT_TYPE}")
    return 0


def _scenario(text: str) -> str:
    if text not in SCENARIOS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(SCENARIOS)}")
    return text


def _rates(text: str) -> list[float]:
    try:
        rates = sorted(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers, as 5,10,20") from None
    if rates[0] <= 0:
        raise argparse.ArgumentTypeError(f"{rates[0]:g} is no rate: it must be above 0")
    return rates


def _positive(text: str) -> int:
    return int(_seconds(str(int(text))))


def _list_length(text: str) -> int:
    if not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a list has 1 to {MOST} headlines, not {text}")
    return int(text)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < inf:
        raise argparse.ArgumentTypeError(f"{text} must be above 0")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python load-testing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="put load on the API and write the report")
    run.set_defaults(work=_run)
    run.add_argument(
        "scenario",
        nargs="*",
        type=_scenario,
        metavar="SCENARIO",
        help=f"{', '.join(SCENARIOS)} (default: all of them)",
    )
    place = run.add_mutually_exclusive_group()
    place.add_argument("--url", help="of a service, stage and all")
    place.add_argument(
        "--stage", help="of the stack to find, with its key, in the account of the environment"
    )
    run.add_argument("--region", help="of the stack (default: that of the environment)")
    run.add_argument(
        "--clients", type=_positive, default=CLIENTS, help="that ask at once (default: %(default)s)"
    )
    run.add_argument(
        "--list", type=_list_length, default=LIST, help="headlines of a list (default: %(default)s)"
    )
    run.add_argument("--seconds", type=_seconds, help="of single, batch and bad, and of each rate")
    run.add_argument(
        "--soak", type=_seconds, default=Plan.soak_seconds, help="seconds of soak (default: %(default)s)"
    )
    run.add_argument(
        "--rates", type=_rates, default=[], help="of rates, as 5,10,20 (default: shares of the capacity)"
    )
    run.add_argument(
        "--headlines", type=Path, default=HEADLINES, help="CSV or TSV file (default: 480 made-up ones)"
    )
    run.add_argument(
        "--artifact", type=Path, default=ARTIFACT, help="to compare answers with (default: the shipped model)"
    )
    run.add_argument(
        "--tolerance",
        type=float,
        default=TOLERANCE,
        help="how far a score may be from the right one (default: %(default)s)",
    )
    run.add_argument("--out", type=Path, default=Path("build/load"), help="(default: %(default)s)")
    run.add_argument("--quick", action="store_true", help="a first look: a tenth of the time")
    packed = commands.add_parser("archive", help="pack sample payloads for SageMaker Inference Recommender")
    packed.set_defaults(work=_archive)
    packed.add_argument(
        "--out", type=Path, default=Path("build/payload.tar.gz"), help="(default: %(default)s)"
    )
    return parser
