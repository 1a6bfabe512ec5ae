"""Put load on the API, and tell how it bears it."""

# Locust first: it makes what waits wait its way, and has to before anything else is imported.
import locust  # noqa: F401, I001

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from tqdm import tqdm

from benchmarks.machine import machine
from infrastructure.local_api import local_api
from infrastructure.smoke.discovery import find_service
from infrastructure.smoke.service import Service
from loadtest.archive import archive, CONTENT_TYPE
from loadtest.errors import LoadError
from loadtest.figures import figures_of
from loadtest.found import Found
from loadtest.load import Load
from loadtest.options import options_of, plan_of
from loadtest.payloads import read_headlines
from loadtest.plan import Plan
from loadtest.reference import compare, learn, written
from loadtest.report import line, write_report
from loadtest.scenarios import SCENARIOS, capacity
from loadtest.target import Target
from training.command_line import carried_out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 1 where an answer was wrong."""
    options = options_of(arguments, list(SCENARIOS))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A background job is deaf to Ctrl-C and passes that on to the API, which is stopped by it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return carried_out(lambda: (_archive if options.command == "archive" else _run)(options))


def _run(options: argparse.Namespace) -> int:
    headlines = read_headlines(options.headlines)
    plan, here = plan_of(options), machine()
    with _target(options, headlines) as target:
        load = _play(target, plan, options.scenario or list(SCENARIOS), here)
    write_report(load, options.out)
    print(
        f"\n{load.asked:,} requests, {load.wrong:,} answered wrongly; the report is {options.out / 'load.html'}"
    )
    if load.stopped:
        print("stopped; the report has what was found until then", file=sys.stderr)
        return 130
    return 1 if load.wrong else 0


def _play(target: Target, plan: Plan, names: Sequence[str], here: Mapping[str, Any]) -> Load:
    most = capacity(target, plan)
    print(line("capacity", figures_of(most)), flush=True)
    if not most.right:
        raise LoadError(f"{target.service.url} answers no request as it should: {dict(most.problems())}")
    found: list[Found] = []
    stopped = False
    try:
        for name in (name for name in SCENARIOS if name in names):
            found.append(SCENARIOS[name](target, plan, most.rate))
            for part, figures in found[-1].figures.items():
                print(line(f"{name} {part}", figures), flush=True)
            # What has been found is kept, and told; whoever asks for hours wants no less.
            if stopped := found[-1].stopped:
                break
    except KeyboardInterrupt:
        if not found:
            raise
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
    with ExitStack() as running:
        try:
            api = running.enter_context(local_api(options.out, *options.param))
        except RuntimeError as error:
            raise LoadError(str(error)) from None
        yield replace(_learned(Service(api.url, api.key), headlines, options), parts=api.parts)


def _learned(service: Service, headlines: Sequence[str], options: argparse.Namespace) -> Target:
    with tqdm(total=len(headlines), desc="what is right", leave=False, disable=None) as bar:
        reference = learn(service, headlines, options.tolerance, bar.update)
    agreed = compare(reference, options.artifact)
    print(f"{service.url}: {written(reference.model)}, {len(headlines):,} headlines", flush=True)
    return Target(service, reference, agreed)


def _archive(options: argparse.Namespace) -> int:
    names = archive(options.out)
    print(f"{options.out}: {', '.join(names)}; content type {CONTENT_TYPE}")
    return 0
