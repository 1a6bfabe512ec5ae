from training.report.mistakes import mistakes


def test_the_surest_mistake_comes_first(answers) -> None:
    found = answers([0.6, 0.9, 0.95, 0.99], [1, 1, 0, 1], texts=["Flu | shots", "b", "c", "Doctors strike"])

    section = mistakes(found, 0.8, texts=True)

    assert [entry["row"] for entry in section.content["first"]] == [4, 2, 1]
    assert section.content["first"][0] == {
        "row": 4,
        "headline": "Doctors strike",
        "label": "Health",
        "predicted": "Business",
        "confidence": 0.99,
        "probability_of_label": 1 - 0.99,
    }
    assert section.content["wrong_without_review"] == 2
    assert "| 1 | Flu \\| shots | Health | Business | 0.6000 | 0.4000 |" in section.text


def test_without_texts_no_headline_is_in_the_report(answers) -> None:
    found = answers([0.9], [1], texts=["Secret remedy"])

    section = mistakes(found, 0.8, texts=False)

    assert "Secret" not in section.text + str(section.content)
    assert "| 1 | Health | Business | 0.9000 | 0.1000 |" in section.text


def test_no_mistake_is_no_table(answers) -> None:
    section = mistakes(answers([0.9], [0]), 0.8, texts=True)

    assert section.content == {"wrong": 0, "wrong_without_review": 0, "first": []}
    assert "|" not in section.text
