import numpy as np

from training.report.label_errors import label_errors


def test_a_swapped_label_is_suspected(answers) -> None:
    generator = np.random.default_rng(3)
    truth = [0] * 40 + [1] * 40
    business = np.where(np.array(truth) == 0, 0.93, 0.07) + generator.uniform(-0.05, 0.05, 80)
    given = list(truth)
    given[5], given[60] = 1, 0

    section = label_errors([answers(business, given)], texts=False)

    assert {entry["row"] for entry in section.content["test"]["first"]} == {6, 61}
    assert "### test: 2 of 80 labels" in section.text
    assert "headline number" not in section.text


def test_nothing_is_suspected_where_all_is_right(answers) -> None:
    section = label_errors([answers([0.9, 0.2], [0, 1])], texts=True)

    assert section.content["test"]["suspected"] == 0
