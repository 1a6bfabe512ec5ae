"""Answer the test split on this processor, on an x86-64 with AVX2 only and on an arm64, and compare the answers.

The other two are emulated, about a thousand times slower than they are; no time is measured. What was answered is
kept in the cache, so that a run that was stopped goes on where it was.

Run as:
    python -m benchmarks.cpu_classes --run build/release/run --artifact model/release
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.contenders.subject import Subject
from benchmarks.emulation import Cpu, arm64, avx2_only, native
from benchmarks.machine import machine, sentence
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from model.artifact import open_artifact, sha256
from model.softmax import softmax
from training.calibrate import open_split
from training.command_line import carried_out
from training.data import Split
from training.inference import network_logits
from training.recipe import RecipeError
from training.report.markdown import paragraphs, table
from training.run_folder import Run

ROWS = 300
NAME = "cpu-classes"
ROOT = Path(__file__).parents[1]
Logits = NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    """The answers of one class of processors.

    Attributes
    ----------
    name
        For readers.
    accuracy
        On the headlines answered.
    agreement
        Share of labels that are those of the trained network in float32.
    difference
        Largest difference of a probability to the trained network's.
    difference_to_native
        Largest difference of a probability to this processor's.
    batch_mates
        Largest difference of a probability between a headline alone and in company.
    """

    name: str
    accuracy: float
    agreement: float
    difference: float
    difference_to_native: float
    batch_mates: float


def evenly(split: Split, rows: int) -> Split:
    """Return so many headlines from end to end of a split, or all where it has no more."""
    chosen = np.linspace(0, len(split) - 1, min(rows, len(split))).round().astype(int)
    return Split([split.texts[index] for index in chosen], [split.labels[index] for index in chosen])


def answer(cpu: Cpu, artifact: Path, texts: Sequence[str], cache: Path) -> Logits:
    """Return the logits of an artifact on a class of processors.

    Returns
    -------
    ndarray of shape (2, headlines, labels)
        In company, and alone.

    Raises
    ------
    RecipeError
        If the emulated Python fails; the message holds its last words.
    """
    content = json.dumps(texts).encode()
    asked = sha256(open_artifact(artifact).network + content)[:16]
    out = cache / f"{cpu.name}-{asked}.npy"
    if not out.exists():
        headlines = cache / f"headlines-{sha256(content)[:16]}.json"
        headlines.write_bytes(content)
        draft, errors = out.with_suffix(".part.npy"), cache / f"{cpu.name}.log"
        command = [*cpu.command, str(ROOT / "benchmarks" / "cpu_probe.py")]
        command += [str(path.resolve()) for path in (artifact, headlines, draft)]
        path = os.pathsep.join(str(folder.resolve()) for folder in (ROOT, cpu.packages) if folder)
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        with errors.open("w", encoding="utf-8") as log:
            code = _follow(command, environment, log.fileno(), f"{cpu.name:7}", len(texts))
        if code:
            last = errors.read_text(encoding="utf-8").strip().splitlines()[-1:]
            raise RecipeError(f"{cpu.title}: ended with {code}: {''.join(last)} (all of it is in {errors})")
        draft.replace(out)
    found: Logits = np.load(out, allow_pickle=False)
    return found


def _follow(command: Sequence[str], environment: dict[str, str], errors: int, title: str, total: int) -> int:
    with (
        tqdm(total=total, desc=title, unit="headline", disable=None) as progress,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                progress.update(int(line) - progress.n)
        except BaseException:
            process.kill()
            raise
        return process.wait()


def compare(cpus: Sequence[Cpu], artifact: Path, run: Run, rows: Split, cache: Path) -> list[Row]:
    """Return a row for each class of processors; the first is this machine."""
    truth, network = np.asarray(rows.labels), softmax(network_logits(run, rows.texts))
    found: list[Row] = []
    at_home = None
    for cpu in cpus:
        together, alone = map(softmax, answer(cpu, artifact, rows.texts, cache))
        at_home = alone if at_home is None else at_home
        labels = alone.argmax(axis=1)
        found.append(
            Row(
                cpu.title,
                accuracy=float((labels == truth).mean()),
                agreement=float((labels == network.argmax(axis=1)).mean()),
                difference=float(np.abs(alone - network).max()),
                difference_to_native=float(np.abs(alone - at_home).max()),
                batch_mates=float(np.abs(together - alone).max()),
            )
        )
    return found


HEADER = (
    "processor",
    "accuracy",
    "agreement with float32",
    "|dp| to float32",
    "|dp| to this machine",
    "|dp| by batch-mates",
)


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        f"{row.accuracy:.4f}",
        f"{row.agreement:.2%}",
        f"{row.difference:.4f}",
        f"{row.difference_to_native:.1g}",
        f"{row.batch_mates:.1g}",
    ]


def write_report(folder: Path, title: str, found: Sequence[Row], rows: int) -> None:
    """Write `cpu-classes.md` and `cpu-classes.json`."""
    facts = machine()
    content = {"model": title, "rows": rows, "machine": facts, "processors": [asdict(row) for row in found]}
    text = paragraphs(
        f"# {title} on other processors",
        f"The artifact on {rows} headlines of the test split, from end to end of it: share of right labels, share "
        "of labels that are those of the trained network in float32, and the largest difference of a probability "
        "to the network's, to the first row's, and between a headline alone and in a list. All but the first row "
        "are emulated by QEMU, which computes what the processor would, not as fast as it would.",
        table(HEADER, map(_cells, found)),
        sentence(facts),
    )
    write_files(folder, NAME, content, text + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cpu_classes", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of the run, with the trained network")
    parser.add_argument("--artifact", type=Path, required=True, help="folder of the artifact made of it")
    parser.add_argument("--data", type=Path, help="folder of prepared headlines (default: where they were)")
    parser.add_argument("--rows", type=int, default=ROWS, help="headlines of the test split (default: 300)")
    parser.add_argument(
        "--out", type=Path, default=Path("docs/benchmarks"), help="(default: docs/benchmarks)"
    )
    parser.add_argument(
        "--cache", type=Path, default=Path("build/cpu-classes"), help="(default: build/cpu-classes)"
    )
    options = parser.parse_args(arguments)
    cache: Path = options.cache.resolve()  # what is run for it has other folders as its own
    openers: list[Callable[[], Cpu]] = [
        native,
        lambda: avx2_only(cache),
        lambda: arm64(cache, ROOT / "requirements.txt"),
    ]

    def work() -> int:
        cache.mkdir(parents=True, exist_ok=True)
        run = Run(options.run)
        rows = evenly(open_split(run, "test", options.data), options.rows)
        manifest = Subject(run, options.artifact, cache).opened.manifest
        cpus = [opener() for opener in openers]
        found = compare(cpus, options.artifact, run, rows, cache)
        write_report(options.out, f"{manifest.name} {manifest.version}", found, len(rows))
        print(aligned([HEADER, *map(_cells, found)]))
        print(f"\nthe report is in {options.out}")
        return 0

    return carried_out(work, "the same command goes on from here")


if __name__ == "__main__":
    sys.exit(main())
