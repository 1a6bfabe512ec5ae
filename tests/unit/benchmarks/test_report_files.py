import json
from pathlib import Path

from benchmarks.report_files import write_files


def test_both_files_are_written_into_a_folder_that_was_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "docs/benchmarks"

    write_files(folder, "speed", {"name": "Zürich", "ratio": 2}, "# Speed\n")

    assert json.loads((folder / "speed.json").read_text(encoding="utf-8")) == {"name": "Zürich", "ratio": 2}
    assert (folder / "speed.json").read_text(encoding="utf-8").endswith("}\n")
    assert (folder / "speed.md").read_text(encoding="utf-8") == "# Speed\n"
