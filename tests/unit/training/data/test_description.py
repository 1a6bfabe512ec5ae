from training.data.cleaning import clean
from training.data.description import REPORTED, counts_of, report_of, warnings_of
from training.data.part import Part
from training.data.row import BadRow


def test_counts_are_by_label_in_order(rows):
    counts = counts_of(rows(("A", "y"), ("B", "x"), ("C", "y")), ["y", "x", "z"])

    assert counts == {"rows": 3, "labels": {"y": 2, "x": 1, "z": 0}}
    assert list(counts["labels"]) == ["y", "x", "z"]


def test_the_report_lists_some_bad_rows_and_counts_all(rows):
    bad = [BadRow("mine.csv", number, "wrong") for number in range(REPORTED + 5)]
    read = rows(("A", "x"))

    report = report_of({"train": Part([], [], read, bad)}, bad, clean(read, {}), ["beware"])

    assert report["rows_read"] == {"train": REPORTED + 6}
    assert report["bad_rows"]["rows"] == REPORTED + 5
    assert len(report["bad_rows"]["first"]) == REPORTED
    assert report["bad_rows"]["first"][0] == {"file": "mine.csv", "number": 0, "problem": "wrong"}
    assert report["warnings"] == ["beware"]


def test_what_is_no_error_is_a_warning(rows):
    train = rows(("A", "x"), ("B", "y"))
    splits = {"train": train, "valid": rows(("C", "x"), ("D", "y")), "test": rows(("c ...", "x"))}

    warnings = warnings_of(splits, ["x", "y"], {"x": "x", "q": "y"}, {"x", "y"})

    assert warnings == [
        "test has no headline of label 'y'",
        "--map q=y: no row has that label",
        "validation and test split share headlines: 1",
    ]
    assert warnings_of({**splits, "test": train}, ["x", "y"], {}, {"x", "y"}) == []
