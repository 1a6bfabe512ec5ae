from pathlib import Path

from training.report.slices import slices


def test_accuracy_of_the_parts(answers, tmp_path: Path) -> None:
    # Business always right, Health always wrong
    test = answers([0.9] * 60, [0] * 30 + [1] * 30)

    section = slices([test])

    by_label = section.content["test"]["slices"]["label"]
    assert by_label["Business"]["accuracy"]["value"] == 1
    assert by_label["Health"] == {"rows": 30, "accuracy": by_label["Health"]["accuracy"]}
    assert by_label["Health"]["accuracy"]["value"] == 0
    assert "| label | Business | 30 | 1.000 (0.886 to 1.000) | ↑ |" in section.text
    assert "| ↓ |" in section.text
    section.pictures[0].draw(tmp_path / "slices.png")
    assert (tmp_path / "slices.png").read_bytes().startswith(b"\x89PNG")


def test_what_the_data_does_not_know_is_left_out_and_said(answers) -> None:
    other = answers([0.9, 0.9], [0, 0], name="other", publisher=["The Fresh Herald", None])

    section = slices([answers([0.9], [0]), other])

    assert section.content["test"]["left_out"] == ["publisher", "time of day"]
    assert "Left out, for test does not know it: publisher, time of day." in section.text
    assert section.content["other"]["slices"]["publisher"]["The Fresh Herald"]["rows"] == 1


def test_small_slices_are_listed_and_not_drawn(answers) -> None:
    few, many = answers([0.9] * 19, [0] * 19), answers([0.9] * 20, [0] * 20, name="other")

    section = slices([few, many])

    assert "| label | Business | 19 |" in section.text
    assert [picture.file for picture in section.pictures] == ["slices-2.png"]
