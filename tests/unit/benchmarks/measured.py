"""Measurements with round figures."""

from collections.abc import Sequence

import numpy as np

from benchmarks.cascade_figures import LINEAR, ORACLE, Cascade
from benchmarks.closed_loop import Turn
from benchmarks.coldstart_figures import COPY, PEER, TRIVIAL, ColdStarts, Overhead, Start
from benchmarks.coldstart_figures import Row as StartRow
from benchmarks.comparison import Comparison, Row
from benchmarks.contenders import OURS
from benchmarks.distribution_figures import Distribution, Sharing
from benchmarks.endpoint_figures import LISTS, ORIGINALS, Cell, Endpoints
from benchmarks.endpoint_figures import Row as EndpointRow
from benchmarks.loads import Load
from benchmarks.relay import Evaluation
from benchmarks.rounds import Timing
from benchmarks.training_figures import REFERENCE, WIDEST, Race, Speed, Trainings
from benchmarks.work import Work
from training.data import Split
from training.report import Answers

MACHINE = {
    "processor": "A processor",
    "cpus": 2,
    "flags": ["avx2"],
    "load": 0.1,
    "python": "3.11.7",
    "libraries": {"torch": "2.13.0"},
}


def comparison() -> Comparison:
    """Five ways at 1 and at 100 headlines."""

    def row(name: str, answers: list[int], one: float, hundred: float, given: int = 100) -> Row:
        return Row(
            name, f"setting of {name}", answers, [Timing(1, [one / 1000]), Timing(given, [hundred / 1000])]
        )

    return Comparison(
        model="news 9.9.9",
        loads=(Load(1, 1, 1), Load(100, 1, 1)),
        rows=[
            row("Newsdesk", [0, 1, 1, 1], 2, 80),
            row("torch eager", [0, 1, 1, 0], 9, 300),
            row("transformers pipeline", [0, 1, 1, 0], 10, 900),
            row("transformers pipeline, batch_size=32", [0, 1, 1, 0], 11, 400),
            row("the original's way", [0, 1], 250, 12_000, given=40),
        ],
        absent={"OpenVINO bf16": "openvino is not installed"},
        truth=[0, 1, 0, 1],
        tokens_per_headline=10,
        work=Work(per_token=1_000_000, per_headline=500_000),
        int8_peak=100e9,
        machine=MACHINE,
    )


def trainings() -> Trainings:
    """Three ways, of which one is slow, and a race of two."""
    return Trainings(
        recipe="compact",
        speeds=[
            Speed("Newsdesk, plain", "bf16", [100, 120, 110]),
            Speed(WIDEST, "fp32", [2, 2.2, 2.1]),
            Speed(REFERENCE, "its defaults", [11, 10, 12]),
        ],
        races=[
            Race(
                "Newsdesk, plain",
                [Evaluation(100, 1, 0.5), Evaluation(200, 2, 0.8), Evaluation(400, 4, 0.9)],
            ),
            Race(REFERENCE, [Evaluation(100, 10, 0.4), Evaluation(200, 20, 0.7), Evaluation(300, 30, 0.75)]),
        ],
        train=100,
        valid=50,
        machine=MACHINE,
    )


def cascade(confidence: Sequence[float] = (0.55, 0.6, 0.6, 0.8, 0.9)) -> Cascade:
    """Five headlines of two labels, of which the local model has the first two wrong, the linear one the last."""
    truth, predicted = np.array([0, 1, 0, 1, 1]), np.array([1, 0, 0, 1, 1])
    probabilities = np.repeat(1 - np.array(confidence)[:, None], 2, axis=1)
    probabilities[np.arange(5), predicted] = confidence
    texts = [f"headline {number}" for number in range(5)]
    return Cascade(
        model="news 9.9.9",
        threshold=0.7,
        local=Answers("valid", Split(texts, truth.tolist()), ("Business", "Health"), probabilities),
        strong={ORACLE: truth, LINEAR: np.array([0, 1, 0, 1, 0])},
        machine=MACHINE,
    )


def endpoints() -> Endpoints:
    """Four rows with 1 and with 8 clients, two turns of 2 seconds each; one request of the last row failed."""

    def row(name: str, rates: tuple[int, int], headlines: int = 1, errors: int = 0) -> EndpointRow:
        cells = [
            Cell(
                headlines,
                [Turn([clients / rate] * 2 * rate, 2, 0), Turn([clients / rate] * 2 * rate, 2, errors)],
            )
            for clients, rate in zip((1, 8), rates, strict=True)
        ]
        return EndpointRow(name, f"setting of {name}", cells)

    return Endpoints(
        model="news 9.9.9",
        clients=(1, 8),
        workers=1,
        rows=[
            row(OURS, (200, 400)),
            row(LISTS, (50, 100), headlines=16),
            row(ORIGINALS[0], (5, 5)),
            row(ORIGINALS[1], (8, 4), errors=1),
        ],
        same=19,
        asked=20,
        machine=MACHINE,
    )


def cold_starts() -> ColdStarts:
    """Four functions, three starts each."""

    def row(name: str, milliseconds: float, megabytes: int, imports: dict[str, float]) -> StartRow:
        spread = (1, 2 / 3, 4 / 3)
        starts = [Start(milliseconds / 1000 * factor, megabytes * 1_000_000) for factor in spread]
        return StartRow(name, f"setting of {name}", starts, imports)

    return ColdStarts(
        model="news 9.9.9",
        rows=[
            row(TRIVIAL, 50, 20, {"trivial": 0.1}),
            row("Newsdesk", 300, 120, {"numpy": 50, "handlers": 40}),
            row(COPY, 5, 120, {}),
            row(PEER, 3000, 600, {"torch": 1000}),
        ],
        overhead=Overhead([0.0018] * 3, [0.0022] * 3),
        machine=MACHINE,
    )


def distribution() -> Distribution:
    """A step of 0.4 s alone and of 0.5 s on two instances, with 100 MB of gradients."""
    sharings = [
        Sharing("1 process", "alone", 1, [0.4, 0.8, 0.4]),
        Sharing("2 instances", "apart", 2, [0.5, 1.0, 0.4]),
    ]
    return Distribution("tiny", 32, 25_000_000, sharings, MACHINE)
