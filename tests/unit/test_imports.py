"""Imports run one way: loadtest -> benchmarks -> infrastructure -> handlers or training -> model -> nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"benchmarks", "handlers", "infrastructure", "loadtest", "model", "training"}
ALLOWED = {
    "model": {"model"},
    "handlers": {"handlers", "model"},
    "training": {"training", "model"},
    "infrastructure": {"infrastructure", "handlers", "training", "model"},
    "benchmarks": {"benchmarks", "infrastructure", "handlers", "training", "model"},
    "loadtest": {"loadtest", "benchmarks", "infrastructure", "handlers", "training", "model"},
}
HEAVY = {"torch", "transformers", "sagemaker"}


def imported(path: Path) -> set[str]:
    """Return the top-level names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def files(package: str) -> list[Path]:
    folder = ROOT / ("load-testing" if package == "loadtest" else package)
    found = sorted(folder.rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("package", sorted(OURS))
def test_a_package_imports_only_what_it_may(package: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in files(package)
        if (found := (imported(path) & OURS) - ALLOWED[package])
    }

    assert wrong == {}


@pytest.mark.parametrize("package", ["handlers", "model"])
def test_what_serves_imports_nothing_heavy(package: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in files(package)
        if (found := imported(path) & HEAVY)
    }

    assert wrong == {}


def test_answering_loads_neither_training_nor_an_aws_client() -> None:
    code = (
        "import sys, handlers.classify, model.backends.local; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "{'torch', 'transformers', 'sagemaker', 'training', 'boto3', 'tqdm'}])"
    )

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.splitlines()[-1] == "[]"
