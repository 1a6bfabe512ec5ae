"""Measurements with round figures."""

from benchmarks.comparison import Comparison, Row
from benchmarks.loads import Load
from benchmarks.relay import Evaluation
from benchmarks.rounds import Timing
from benchmarks.training_figures import REFERENCE, WIDEST, Race, Speed, Trainings
from benchmarks.work import Work

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
