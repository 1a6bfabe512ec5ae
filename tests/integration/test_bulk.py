"""A file of headlines through the command line, in a process of its own."""

import csv
import subprocess
import sys
from pathlib import Path

from model import ModelSettings, open_classifier
from tests.artifacts import make_artifact

HEADLINES = [
    "New treatment for ADHD discovered",
    "Fed holds rates",
    'Singer says "no" to tour',
    "Comet, seen at last",
]


def classify_file(path: Path, out: Path, *arguments: str) -> int:
    """Run `python -m model`; return the most memory it held, in kB."""
    code = (
        "import resource, sys; from model.__main__ import main; code = main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, str(path), "--out", str(out), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_every_row_of_a_file_gets_the_shipped_models_answer(tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "headline"])
        writer.writerows([n, HEADLINES[n % 4]] for n in range(3000))

    classify_file(tmp_path / "in.csv", tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    expected = open_classifier(ModelSettings()).classify(HEADLINES)
    assert [row["id"] for row in rows] == [str(n) for n in range(3000)]
    assert [row["predicted_label"] for row in rows] == [expected[n % 4].predicted_label for n in range(3000)]
    assert [row["confidence"] for row in rows] == [f"{expected[n % 4].confidence:.6f}" for n in range(3000)]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    artifact = make_artifact(tmp_path / "words", {"flu": (0.0, 3.0), "shares": (3.0, 0.0)})
    held = {}
    for rows in (10_000, 200_000):
        path = tmp_path / f"{rows}.csv"
        path.write_text(
            "id,headline\n" + "".join(f"{n},flu number {n} and the shares\n" for n in range(rows))
        )
        held[rows] = classify_file(path, tmp_path / f"{rows}.out.csv", "--model", str(artifact))

    assert (tmp_path / "200000.out.csv").read_bytes().count(b"\n") == 200_001
    assert held[200_000] - held[10_000] < 20_000
