import pytest

from training.data.fingerprint import fingerprint

LABELS = ("x", "y")


@pytest.fixture
def splits(rows):
    return {"train": rows(("A", "x"), ("B", "y"), ("C", "x")), "test": rows(("D", "y"))}


def test_it_is_a_hash_that_stays_the_same(splits):
    assert fingerprint(LABELS, splits) == "fd69a6a3b84bb37eaae971f8b27128624436c8942a9ce2facb6bdd874563ba5d"


def test_the_order_of_rows_and_the_other_columns_have_no_say(splits):
    other = {
        "test": splits["test"],
        "train": [row._replace(file="b.csv", number=9, story="s") for row in reversed(splits["train"])],
    }

    assert fingerprint(LABELS, other) == fingerprint(LABELS, splits)


def test_every_change_of_what_is_learned_changes_it(splits, rows):
    train, test = splits["train"], splits["test"]
    changed = [
        (LABELS[::-1], splits),
        (LABELS, {"train": [train[0]._replace(text="a"), *train[1:]], "test": test}),
        (LABELS, {"train": [train[0]._replace(label="y"), *train[1:]], "test": test}),
        (LABELS, {"train": train[:-1], "test": test}),
        (LABELS, {"train": train[:-1], "test": [*test, train[-1]]}),
        (LABELS, {"train": train, "test": test * 2}),
        (LABELS, {"train": train, "valid": test}),
        (LABELS, {**splits, "other": rows(("Goal", ""))}),
    ]

    assert len({fingerprint(*content) for content in [(LABELS, splits), *changed]}) == len(changed) + 1


def test_no_other_texts_change_nothing(splits):
    assert fingerprint(LABELS, {**splits, "other": []}) == fingerprint(LABELS, splits)
