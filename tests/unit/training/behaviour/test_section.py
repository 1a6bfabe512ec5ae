import json

from training.behaviour import load_cases, run
from training.behaviour.section import behaviour_section


def test_tables_content_and_pictures(classifier, folder, tmp_path) -> None:
    cases = load_cases(folder(), classifier.labels)

    section = behaviour_section(run(classifier, cases, headlines=["Fed", "Flu flu"], progress=False))

    assert "| names | 1.000 | at least 1 | 2 | names swapped |" in section.text
    assert "**fails**" in section.text
    assert "| score | against plain headlines | beyond confidence | against the split |" in section.text
    assert "| sport | 1.000 | 1.000 |" in section.text
    assert json.loads(json.dumps(section.content))["passed"] is False
    assert [picture.file for picture in section.pictures] == [
        "behaviour_invariance.png",
        "behaviour_direction.png",
        "behaviour_scope.png",
    ]
    for picture in section.pictures:
        picture.draw(tmp_path / picture.file)
        assert (tmp_path / picture.file).stat().st_size > 0


def test_a_table_is_left_out_with_its_file(classifier, folder) -> None:
    cases = load_cases(folder(invariance=None, direction=None, out_of_scope=None), classifier.labels)

    section = behaviour_section(run(classifier, cases, progress=False))

    assert "2 of 2 checks keep their bound." in section.text
    assert section.text.count("###") == 1
    assert section.pictures == []
