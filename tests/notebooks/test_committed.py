"""What is in the repository of each notebook."""

import re

import nbformat

from tests.notebooks.conftest import WALKS
from tests.started_api import ROOT

WITH_OUTPUTS = {"eda", "experiments"}


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_the_readme_leads_to_all_five():
    rows = re.findall(
        r"^\| \[(\w+)\]\(notebooks/\1\.ipynb\) \|", (ROOT / "README.md").read_text(), re.MULTILINE
    )

    assert rows == ["eda", "training", "deployment", "sentiment", "experiments"]
    assert sorted(rows) == [walk.stem for walk in WALKS]


def test_it_is_a_notebook_for_any_kernel_of_python(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_its_first_cell_is_for_the_reader(notebook):
    first = notebook.cells[0]

    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")


def test_only_two_keep_what_they_showed(notebook, path):
    found = outputs(notebook)

    if path.stem in WITH_OUTPUTS:
        assert any("image/png" in output.get("data", {}) for output in found)
        counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
        assert counts == list(range(1, len(counts) + 1)), "it was not executed from top to bottom"
    else:
        assert found == []


def test_nothing_in_it_is_of_the_machine_it_ran_on(notebook):
    text = nbformat.writes(notebook)

    assert not re.search(r"(?<![\w.])/(root|home|work|tmp|usr|opt|Users)/", text)
    assert "Traceback" not in text
