from training.data.preparation import prepare
from training.data.summary import summary


def test_it_counts_what_is_there_and_what_went(write, tmp_path):
    lines = [f"Headline {number},{'Sport' if number % 2 else 'Arts'}" for number in range(40)]
    train = write("train.csv", "headline,label", *lines, "headline 1,Sport", "Both,Arts", "both,Sport", "bad")
    test = write("test.csv", "headline,label", "Headline 2,Arts", "New,Sport")

    text = summary(prepare([train], tmp_path / "out", test=test, bad_rows="drop", progress=False))

    lines = text.splitlines()
    assert [line.split() for line in lines[:4]] == [
        ["Arts", "Sport", "rows"],
        ["train", "17", "18", "35"],
        ["valid", "2", "2", "4"],
        ["test", "1", "1", "2"],
    ]
    assert lines[5] == "44 training rows read; dropped:"
    assert [line.split("  ")[-1] for line in lines[6:10]] == [
        "bad rows",
        "recur in a given validation or test file (test: 1 headline as they are, 1 after normalisation)",
        "carry two labels (1 headline)",
        "duplicates (0 exact, 1 after normalisation)",
    ]
    assert "random, valid 0.1, test test.csv, seed 0" in text


def test_nothing_dropped_is_said_too(write, tmp_path):
    path = write("train.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)))

    assert "20 training rows read, none dropped" in summary(prepare([path], tmp_path / "out", progress=False))


def test_other_texts_are_counted_below_the_splits(write, tmp_path):
    path = write("train.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)))
    other = write("other.csv", "headline", "Goal", "goal", "headline 1", "a,b")

    text = summary(prepare([path], tmp_path / "out", other=[other], bad_rows="drop", progress=False))

    lines = text.splitlines()
    assert lines[4].split() == ["other", "1"]
    assert lines[4].endswith(" 1") and len(lines[4]) == len(lines[3])
    found = lines.index("4 other rows read; dropped:")
    assert lines[found + 1 : found + 4] == [
        "        1  bad rows",
        "        1  recur among the labelled headlines"
        " (train: 0 headlines as they are, 1 after normalisation)",
        "        1  duplicates (0 exact, 1 after normalisation)",
    ]
