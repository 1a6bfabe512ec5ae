"""Time our endpoint's container beside the same server with the original project's handler, on the same weights.

Run as:
    python -m benchmarks.endpoint --run build/release/run --artifact model/release --data build/release/data
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from benchmarks.closed_loop import TIMEOUT, Turn, bodies, take_turn
from benchmarks.command import carry_out
from benchmarks.contenders import OURS, Subject
from benchmarks.destination import add_destination, destination
from benchmarks.endpoint_figures import LIST, LISTS, ORIGINALS, Cell, Endpoints, Row
from benchmarks.endpoint_report import terminal_table, write_report
from benchmarks.machine import machine
from benchmarks.model_server.connection import Connection
from benchmarks.model_server.original import write_original
from benchmarks.model_server.server import ModelServer, ModelServerError, missing, unpack, versions
from benchmarks.subject_options import add_subject
from model.backends.local import usable_cpus
from training.data import open_prepared
from training.release import Target, build_tarball, fetch_wheels
from training.run_folder import Run

SEED = 1
"""Of the headlines that are drawn and of the order of the turns."""


@dataclass(frozen=True)
class Plan:
    """How long to measure.

    Attributes
    ----------
    clients
        How many ask at once.
    rounds
        In which every row has one turn, for each number of clients.
    seconds
        Of a turn, those that count.
    sample
        Headlines whose labels are compared before anything is timed.
    """

    clients: Sequence[int]
    rounds: int
    seconds: float
    sample: int


DEFAULT = Plan(clients=(1, 8, 32), rounds=5, seconds=6, sample=100)
QUICK = Plan(clients=(1, 8, 32), rounds=2, seconds=2, sample=20)


@dataclass(frozen=True)
class Endpoint:
    """A way to serve, as its users ask it: the port of its server, and the headlines of a request."""

    setting: str
    port: int
    headlines: int = 1


@contextmanager
def serving(subject: Subject, workers: int) -> Iterator[dict[str, Endpoint]]:
    """Start all servers, and stop them in the end; a bar shows how far it is.

    Parameters
    ----------
    subject
        The run and its artifact.
    workers
        Processes that answer, of each server.
    """
    cpus = usable_cpus()
    environments = {OURS: {}, ORIGINALS[0]: {}, ORIGINALS[1]: {"OMP_NUM_THREADS": str(cpus)}}
    ports = {}
    with ExitStack() as stack:
        for number, name in enumerate(progress := tqdm(environments, unit="", disable=None, leave=False)):
            progress.set_description(f"start {name}")
            folder = subject.scratch / str(number)
            if name == OURS:
                _write_ours(subject, folder)
            else:
                write_original(subject, folder / "model")
            server = ModelServer(folder, workers=workers, environment=environments[name])
            ports[name] = stack.enter_context(server).port
        theirs = (
            "tokenizer loaded from disk for each request, padded to 512, torch fp32, one headline a request"
        )
        yield {
            OURS: Endpoint("the built `model.tar.gz`; one headline never needs a second thread", ports[OURS]),
            LISTS: Endpoint(
                f"the same server, {LIST} headlines a request, their batches side by side", ports[OURS], LIST
            ),
            ORIGINALS[0]: Endpoint(
                f"{theirs}; one thread, for the model server sets `OMP_NUM_THREADS=1` where nothing else is said",
                ports[ORIGINALS[0]],
            ),
            ORIGINALS[1]: Endpoint(f"the same with `OMP_NUM_THREADS={cpus}`", ports[ORIGINALS[1]]),
        }


def _write_ours(subject: Subject, folder: Path) -> None:
    wheels = fetch_wheels(folder / "wheels", Target.here())
    build_tarball(subject.artifact, wheels, folder / "model.tar.gz")
    unpack(folder / "model.tar.gz", folder)


def compare(endpoints: dict[str, Endpoint], texts: Sequence[str], plan: Plan) -> list[Row]:
    """Time all endpoints in turn, on headlines drawn anew for each round, the same for all.

    Raises
    ------
    ModelServerError
        If one of them answers no request of a turn.
    """
    seed = random.Random(SEED)
    turns: dict[str, list[list[Turn]]] = {name: [] for name in endpoints}
    total = len(plan.clients) * plan.rounds * len(endpoints)
    with tqdm(total=total, unit="turn", disable=None, leave=False) as progress:
        for clients in plan.clients:
            for found in turns.values():
                found.append([])
            for _ in range(plan.rounds):
                drawn = seed.sample(texts, len(texts))
                for name in seed.sample(list(endpoints), len(endpoints)):
                    progress.set_description(f"{clients} clients: {name}")
                    endpoint = endpoints[name]
                    requests = bodies(drawn, endpoint.headlines)
                    turn = take_turn(endpoint.port, requests, clients, plan.seconds)
                    if not turn.latencies:
                        raise ModelServerError(
                            f"{name} answered nothing for {plan.seconds:g} s, with {turn.errors} errors"
                        )
                    turns[name][-1].append(turn)
                    progress.update()
    return [
        Row(name, endpoint.setting, [Cell(endpoint.headlines, found) for found in turns[name]])
        for name, endpoint in endpoints.items()
    ]


def same_labels(one: Endpoint, other: Endpoint, texts: Sequence[str]) -> int:
    """Return how many headlines two endpoints give the same label."""
    found = []
    for endpoint in (one, other):
        with closing(Connection(endpoint.port, TIMEOUT)) as connection:
            answers = [
                connection.invoke(body)[1]
                for body in tqdm(bodies(texts, 1), desc="labels", unit="headline", disable=None, leave=False)
            ]
        found.append([json.loads(answer)["predicted_label"] for answer in answers])
    return sum(label == another for label, another in zip(*found, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.endpoint", description=__doc__.splitlines()[0]
    )
    add_subject(parser)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of prepared headlines; validation is used"
    )
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that answer, of each server (1)"
    )
    add_destination(parser, "two rounds of short turns")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else DEFAULT

    def measure() -> Endpoints:
        if reason := missing():
            raise ModelServerError(reason)
        texts = open_prepared(options.data).split("valid").texts
        facts = machine() | {"libraries": versions()}
        with TemporaryDirectory(prefix="benchmark-") as scratch:
            subject = Subject(Run(options.run), options.artifact, Path(scratch))
            manifest = subject.opened.manifest
            with serving(subject, options.workers) as endpoints:
                sample = random.Random(SEED).sample(texts, min(plan.sample, len(texts)))
                same = same_labels(endpoints[OURS], endpoints[ORIGINALS[0]], sample)
                rows = compare(endpoints, texts, plan)
        return Endpoints(
            model=f"{manifest.name} {manifest.version}",
            clients=plan.clients,
            workers=options.workers,
            rows=rows,
            same=same,
            asked=len(sample),
            machine=facts,
        )

    return carry_out(measure, write_report, terminal_table, destination(options))


if __name__ == "__main__":
    sys.exit(main())
