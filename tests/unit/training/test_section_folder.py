import json
from pathlib import Path

from training.report.section import Picture, Section
from training.section_folder import write_section


def test_a_section_alone(tmp_path: Path) -> None:
    picture = Picture("dot.png", "A dot", lambda path: path.write_bytes(b"dot"))

    write_section(
        tmp_path / "new" / "folder", Section("mine", "My title", "Words.", {"share": 0.123456}, [picture])
    )

    folder = tmp_path / "new" / "folder"
    assert (folder / "mine.md").read_text() == "# My title\n\nWords.\n\n![A dot](dot.png)\n"
    assert json.loads((folder / "mine.json").read_text()) == {"share": 0.1235}
    assert (folder / "dot.png").read_bytes() == b"dot"
