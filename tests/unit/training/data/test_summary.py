import hashlib
import json

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


def test_corrections_are_counted_by_what_became_of_them(write, tmp_path):
    def line(number, headline, label, *, text=True, model="news"):
        content = {"id": f"{number}", "headline_key": hashlib.sha256(headline.encode()).hexdigest()}
        content |= {"headline": headline} if text else {}
        created = f"2026-11-01T00:{number:02}:00.000Z"
        return json.dumps(content | {"label": label, "model": model, "version": "1", "created": created})

    path = write(
        "train.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)), "a,x", "A,y"
    )
    test = write("test.csv", "headline,label", "Flu,x", "Goal,y")
    other = write("other.csv", "headline", "Pie", "Try")
    feedback = write(
        "c.jsonl",
        *(line(1, "Headline 0", "y"), line(2, "Headline 1", "y"), line(3, "New", "x"), line(4, "Pie", "x")),
        *(
            line(5, "a", "x"),
            line(6, "a", "y"),
            line(6, "a", "y"),
            line(7, "Flu", "y"),
            line(8, "?", "x", text=False),
        ),
        *(line(9, "B", "x", model="other"), line(10, "B", "z"), "{}"),
    )

    text = summary(
        prepare(
            *([path], tmp_path / "out"),
            **{"test": test, "other": [other], "feedback": [feedback], "feedback_model": "news"},
            **{"bad_rows": "drop", "progress": False},
        )
    )

    lines = text.splitlines()
    found = lines.index("12 corrections read:")
    assert lines[found + 1 : found + 14] == [
        "        2  change the label of 2 training rows",
        "        1  say what the files say",
        "        2  add a headline to training (1 of --other)",
        "        1  superseded by a newer one of the same headline",
        "        1  of a headline of the test file, not applied",
        "        1  without a text, of a headline that no file has",
        "        1  repeated",
        "        1  of another model than news",
        "        1  with a label that there is not",
        "        1  bad rows",
        "among them:",
        "        1  headlines with different labels, of which the newest counts",
        "        1  headlines with two labels in the files, settled",
    ]
    assert lines[found - 1] == lines[found + 14] == ""
