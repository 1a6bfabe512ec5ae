def test_what_follows_from_probabilities_and_truth(answers) -> None:
    found = answers([0.9, 0.4, 0.7], [0, 1, 1])

    assert found.predicted.tolist() == [0, 1, 0]
    assert found.confidence.tolist() == [0.9, 0.6, 0.7]
    assert found.correct.tolist() == [True, True, False]


def test_a_headline_without_a_story_stands_alone(answers) -> None:
    assert answers([0.9, 0.9, 0.9], [0, 0, 0], story=["s", None, "s"]).stories == ["s", 1, "s"]


def test_no_stories_where_none_is_known(answers) -> None:
    assert answers([0.9, 0.9], [0, 0]).stories is None


def test_what_passes_the_threshold(answers) -> None:
    found = answers([1.0, 0.4, 0.7], [0, 1, 1])

    assert found.passing(0.7).tolist() == [True, False, True]
    assert found.passing(1).tolist() == [False, False, False]


def test_the_line_in_the_file_a_headline_is_from(answers) -> None:
    from dataclasses import replace

    found = answers([0.9, 0.9], [0, 0])

    assert found.line(1) == 2
    assert replace(found, rows=[6, 3]).line(1) == 4
