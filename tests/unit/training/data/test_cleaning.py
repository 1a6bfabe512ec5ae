from training.data.cleaning import LISTED, Matches, Recurrence, TwoLabelled, clean


def test_what_stands_in_a_given_file_goes_from_training_and_is_counted(rows):
    training = rows(("A", "x"), ("a ...", "x"), ("A", "x"), ("B", "x"), ("C", "y"))
    test = rows(("A", "x"), ("A", "x"), ("b", "x"))

    cleaned = clean(training, {"test": test})

    assert [row.text for row in cleaned.rows] == ["C"]
    assert cleaned.recurring_rows == 4
    assert cleaned.recurrences == {
        "test": Recurrence(exact=Matches(headlines=1, rows=2), normalised=Matches(headlines=2, rows=4))
    }


def test_a_headline_in_both_given_files_is_dropped_once(rows):
    cleaned = clean(rows(("A", "x"), ("B", "y")), {"valid": rows(("A", "x")), "test": rows(("A", "x"))})

    assert cleaned.recurring_rows == 1
    assert [found.exact.rows for found in cleaned.recurrences.values()] == [1, 1]


def test_a_headline_with_two_labels_goes_with_all_its_rows(rows):
    cleaned = clean(rows(("A", "x"), ("a", "y"), ("A", "x"), ("B", "y")), {})

    assert [row.text for row in cleaned.rows] == ["B"]
    assert (cleaned.two_labelled_headlines, cleaned.two_labelled_rows) == (1, 3)
    assert cleaned.two_labelled == [TwoLabelled("A", {"x": 2, "y": 1})]


def test_the_list_of_two_labelled_headlines_is_bounded_and_the_count_is_not(rows):
    both = [(f"headline {number}", label) for number in range(LISTED + 5) for label in "xy"]

    cleaned = clean(rows(*both), {})

    assert len(cleaned.two_labelled) == LISTED
    assert cleaned.two_labelled_headlines == LISTED + 5


def test_the_first_of_several_duplicates_stays(rows):
    cleaned = clean(rows(("A b", "x"), ("C", "y"), ("A B", "x"), ("A b", "x")), {})

    assert [(row.text, row.number) for row in cleaned.rows] == [("A b", 1), ("C", 2)]
    assert (cleaned.exact_duplicates, cleaned.normalised_duplicates) == (1, 1)


def test_every_row_is_accounted_for(rows):
    training = rows(("A", "x"), ("A", "x"), ("B", "x"), ("B", "y"), ("C", "x"), ("D", "y"), ("d", "y"))

    cleaned = clean(training, {"test": rows(("C", "x"))})

    dropped = (
        cleaned.recurring_rows
        + cleaned.story_rows
        + cleaned.two_labelled_rows
        + cleaned.exact_duplicates
        + cleaned.normalised_duplicates
    )
    assert len(cleaned.rows) + dropped == len(training)


def test_stories_of_a_given_file_go_only_when_they_are_to_be_kept_apart(rows):
    training = rows(("A", "x", "s1"), ("B", "y", "s2"))
    given = {"test": rows(("C", "x", "s1"))}

    assert clean(training, given).story_rows == 0
    apart = clean(training, given, stories_apart=True)
    assert ([row.text for row in apart.rows], apart.story_rows) == (["B"], 1)
