import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from model.backends.local import LocalClassifier

ROOT = Path(__file__).parents[3]


def test_it_answers_and_counts(artifact: Path, texts: list[str], tmp_path: Path) -> None:
    (tmp_path / "headlines.json").write_text(json.dumps(texts[:25]))
    script = [sys.executable, ROOT / "benchmarks/cpu_probe.py"]

    done = subprocess.run(
        [*script, artifact, tmp_path / "headlines.json", tmp_path / "logits.npy"],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["10", "20", "25"]
    together, alone = np.load(tmp_path / "logits.npy")
    assert np.abs(alone - together).max() < 1e-5
    classifier = LocalClassifier.open(artifact)
    assert np.array_equal(alone, np.concatenate([classifier.logits([text]) for text in texts[:25]]))


def test_it_needs_nothing_but_what_serves() -> None:
    listing = "import sys; import benchmarks.cpu_probe; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert not {"torch", "transformers", "training", "tqdm"} & set(done.stdout.split())
