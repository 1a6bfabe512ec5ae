from training.report.overview import overview


def test_every_file_has_its_line_and_what_needs_review(answers) -> None:
    test = answers([0.9, 0.8, 0.6, 0.1], [0, 0, 1, 1])
    other = answers([0.95, 0.55], [0, 0], name="other publishers")

    section = overview([test, other], 0.75, {"other publishers": 3})

    found = section.content["test"]
    assert found["accuracy"]["value"] == 0.75
    assert found["accuracy"]["low"] < 0.75 < found["accuracy"]["high"]
    assert found["needs_review"] == 0.25
    assert found["accuracy_without_review"]["value"] == 1
    assert "| test | 4 | 0.750 (" in section.text
    assert "other publishers: 3 of its rows were left out" in section.text
    assert "other publishers has no headline of Health" in section.text
    assert section.content["other publishers"]["macro_f1"]["value"] == 1


def test_a_threshold_of_one_lets_nothing_pass(answers) -> None:
    section = overview([answers([1.0, 0.0], [0, 1])], 1, {})

    assert section.content["test"]["needs_review"] == 1
    assert section.content["test"]["accuracy_without_review"] is None
    assert "| 100.0 % | none left |" in section.text
