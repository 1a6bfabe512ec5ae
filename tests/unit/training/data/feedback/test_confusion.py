from training.data.feedback.confusion import confusion


def test_what_was_said_goes_down_and_what_people_say_across(correction):
    corrections = [
        correction(1, "A", "Health", predicted_label="Arts"),
        correction(2, "B", "Health", predicted_label="Arts"),
        correction(3, "C", "Arts", predicted_label="Arts"),
        correction(4, "D", "Arts"),
    ]

    assert confusion(corrections).splitlines() == [
        "news said  Arts  Health  all",
        "Arts          1       2    3",
        "?             1       0    1",
        "all           2       2    4",
    ]


def test_every_model_has_a_table(correction):
    corrections = [
        correction(1, "A", "Positive", model="sentiment", predicted_label="Negative"),
        correction(2, "B", "Health", predicted_label="Arts"),
    ]

    assert [table.splitlines()[0] for table in confusion(corrections).split("\n\n")] == [
        "news said  Health  all",
        "sentiment said  Positive  all",
    ]
