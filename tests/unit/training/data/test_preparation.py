import json

import pytest

from training.data.errors import BadRowsError, DataError
from training.data.preparation import prepare
from training.data.prepared import open_prepared

CODES = "btem"


def uci(number, title, code, story="s", timestamp=None):
    return (
        f"{number}\t{title}\thttp://x\tReuters\t{code}\t{story}\tx.com\t{timestamp or 1394470370698 + number}"
    )


@pytest.fixture
def corpus(write):
    return write(
        "newsCorpora.csv",
        *(
            uci(number, f"Headline {number}", CODES[number % 4], story=f"s{number // 2}")
            for number in range(200)
        ),
    )


@pytest.fixture
def make(tmp_path):
    """Return `prepare` with a folder to write to and no progress bars."""

    def run(*files, **options):
        return prepare(files, tmp_path / "out", progress=False, **options)

    return run


def test_one_file_of_the_users_is_enough(write, make):
    desks = ["Sport", "Arts"]
    path = write("mine.csv", "headline,label", *(f"Headline {n},{desks[n % 2]}" for n in range(40)))

    prepared = make(path)

    assert prepared.labels == ("Arts", "Sport")
    assert [len(prepared.split(name)) for name in ("train", "valid", "test")] == [32, 4, 4]
    texts = [text for name in ("train", "valid", "test") for text in prepared.split(name).texts]
    assert sorted(texts) == sorted(f"Headline {number}" for number in range(40))


def test_the_corpus_comes_with_names_order_and_columns(corpus, make):
    prepared = make(corpus)

    train = prepared.split("train")
    assert prepared.labels == ("Business", "Science", "Entertainment", "Health")
    number = int(train.texts[0].split()[1])
    assert train.labels[0] == number % 4
    assert train.column("story")[0] == f"s{number // 2}"
    assert train.column("timestamp")[0] == str(1394470370698 + number)
    assert set(train.column("publisher")) == {"Reuters"}


def test_the_description_says_all_there_is_to_say(corpus, make, tmp_path):
    make(corpus, seed=7)

    description = json.loads((tmp_path / "out" / "dataset.json").read_text())
    assert description["seed"] == 7
    assert description["split"] == {"method": "random", "valid": 0.1, "test": 0.1}
    assert [(s["split"], s["file"], s["format"], s["rows"]) for s in description["sources"]] == [
        ("train", "newsCorpora.csv", "uci", 200)
    ]
    assert len(description["sources"][0]["sha256"]) == len(description["fingerprint"]) == 64
    assert description["counts"]["valid"] == {
        "rows": 20,
        "labels": {"Business": 5, "Science": 5, "Entertainment": 5, "Health": 5},
    }


def test_given_files_are_kept_row_for_row_and_cleared_from_training(write, make):
    train = write(
        "train.tsv",
        "TITLE\tCATEGORY",
        *(f"Headline {number}\t{CODES[number % 4]}" for number in range(40)),
        "Headline 0\tb",
        "HEADLINE 8 ...\tb",
    )
    valid = write("valid.tsv", "TITLE\tCATEGORY", "Headline 1\tt", "new\tb")
    test = write(
        "test.tsv", "TITLE\tCATEGORY", "Headline 0\tm", "Headline   0\tb", "Headline 8\tb", "headline 8\tb"
    )

    prepared = make(train, valid=valid, test=test)

    assert prepared.split("test").texts == ["Headline 0", "Headline 0", "Headline 8", "headline 8"]
    assert prepared.split("test").labels == [3, 0, 0, 0]
    assert prepared.split("valid").texts == ["Headline 1", "new"]
    assert not {"Headline 0", "Headline 1", "Headline 8", "HEADLINE 8 ..."} & set(
        prepared.split("train").texts
    )
    recurring = prepared.description["report"]["recurring"]
    assert recurring["rows"] == 5
    assert recurring["test"] == {
        "exact": {"headlines": 2, "rows": 3},
        "normalised": {"headlines": 2, "rows": 4},
    }
    assert prepared.description["split"] == {"method": "given", "valid": "valid.tsv", "test": "test.tsv"}
    assert "test has no headline of label 'Science'" in prepared.description["report"]["warnings"]


def test_a_given_test_file_and_a_fraction_go_together(corpus, write, make):
    test = write("test.tsv", "TITLE\tCATEGORY", "Headline 0\tb", "Headline 2\te")

    prepared = make(corpus, test=test, valid=0.2)

    assert len(prepared.split("test")) == 2
    assert len(prepared.split("valid")) + len(prepared.split("train")) == 198
    assert prepared.description["split"] == {"method": "random", "valid": 0.2, "test": "test.tsv"}


def test_two_labels_and_duplicates_are_reported(corpus, write, make):
    more = write("more.tsv", "TITLE\tCATEGORY", "Headline 0\tm", "Headline 4\tb", "HEADLINE 8\tb")

    report = make(corpus, more).description["report"]

    assert report["two_labels"] == {
        "headlines": 1,
        "rows": 2,
        "first": [{"text": "Headline 0", "labels": {"Business": 1, "Health": 1}}],
    }
    assert report["duplicates"] == {"exact": 1, "normalised": 1}
    assert report["rows_read"] == {"train": 203}


def test_bad_rows_stop_it_before_anything_is_written(corpus, write, make, tmp_path):
    bad = write("bad.csv", uci(1, "Fine", "b"), uci(2, "Helth", "x"), "short", uci(4, "", "b"))

    with pytest.raises(BadRowsError) as raised:
        make(corpus, bad)

    assert [str(row) for row in raised.value.bad] == [
        "bad.csv, row 2: label 'x' is not one of Business, Science, Entertainment, Health",
        "bad.csv, row 3: 1 column, not 8: 'short'",
        "bad.csv, row 4: no headline in column 'TITLE': ''",
    ]
    assert not (tmp_path / "out").exists()


def test_bad_rows_may_be_left_out_and_are_reported(corpus, write, make):
    bad = write("bad.csv", uci(1, "Fine", "b"), uci(2, "Helth", "x"), "short")

    prepared = make(corpus, bad, bad_rows="drop")

    report = prepared.description["report"]
    assert report["bad_rows"]["rows"] == 2
    assert report["bad_rows"]["first"][1] == {
        "file": "bad.csv",
        "number": 3,
        "problem": "1 column, not 8: 'short'",
    }
    assert report["rows_read"]["train"] == 203
    assert sum(prepared.description["counts"][name]["rows"] for name in ("train", "valid", "test")) == 201


def test_a_bad_row_of_a_given_file_is_never_dropped(corpus, write, make):
    test = write("test.tsv", "TITLE\tCATEGORY", "Fine\tb", "Helth\tx")

    with pytest.raises(BadRowsError, match=r"test\.tsv, row 3: label 'x'(.|\n)*given file are never dropped"):
        make(corpus, test=test, bad_rows="drop")


def test_a_label_of_a_given_file_that_training_lacks_is_refused(write, make):
    train = write("mine.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)))
    test = write("test.csv", "headline,label", "a,x", "b,z")

    with pytest.raises(BadRowsError, match=r"test\.csv, row 3: label 'z' is not one of x, y"):
        make(train, test=test)


def test_a_slip_of_the_pen_is_not_taken_for_a_label(write, make):
    lines = [f"Headline {n},{'Health' if n % 2 else 'Science'}" for n in range(20)]
    path = write("mine.csv", "headline,label", *lines, "Last,Helth")

    with pytest.raises(DataError, match=r"label 'Helth' has 1 row \(mine.csv, row 22\)"):
        make(path)
    assert make(path, mapping={"Helth": "Health"}).labels == ("Science", "Health")


def test_the_users_order_of_labels_stays(write, make):
    path = write("mine.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)))

    assert make(path, labels=["y", "x"]).labels == ("y", "x")


def test_a_story_is_kept_on_one_side(corpus, make):
    prepared = make(corpus, split="story", valid=0.2, test=0.2)

    stories = [set(prepared.split(name).column("story")) for name in ("train", "valid", "test")]
    assert sum(map(len, stories)) == len(set().union(*stories)) == 100


def test_a_story_of_a_given_file_leaves_training(corpus, write, make):
    test = write("test.csv", uci(900, "Other", "b", story="s3"), uci(901, "Another", "t", story="s4"))

    prepared = make(corpus, test=test, split="story")

    assert not {"s3", "s4"} & {
        *prepared.split("train").column("story"),
        *prepared.split("valid").column("story"),
    }
    assert prepared.description["report"]["story_in_given_file"] == {"rows": 4}


def test_the_newest_rows_are_the_test(corpus, make):
    prepared = make(corpus, split="time")

    assert prepared.split("test").texts == [f"Headline {number}" for number in range(180, 200)]


@pytest.mark.parametrize(("method", "column"), [("story", "story"), ("time", "timestamp")])
def test_a_split_needs_its_column(write, make, method, column):
    path = write("mine.csv", "headline,label", "a,x", "b,y")

    with pytest.raises(DataError, match=rf"mine\.csv has no column '{column}', which --split {method} needs"):
        make(path, split=method)


def test_a_row_without_a_usable_time_is_bad_only_where_time_counts(corpus, write, make):
    more = write(
        "more.csv", uci(1, "A", "b", timestamp="13944703x"), uci(2, "B", "t").rpartition("\t")[0] + "\t"
    )

    with pytest.raises(BadRowsError, match=r"timestamp '13944703x' is neither(.|\n)*row 2: no timestamp"):
        make(corpus, more, split="time")
    assert make(corpus, more).description["report"]["bad_rows"]["rows"] == 0


def test_a_label_whose_rows_all_go_is_named(write, make):
    train = write(
        "train.tsv", "TITLE\tCATEGORY", *(f"Headline {n}\t{'be'[n % 2]}" for n in range(40)), "Flu\tm"
    )
    test = write("test.tsv", "TITLE\tCATEGORY", "Flu\tm")

    with pytest.raises(DataError, match="label 'Health' has no training row left: all 1 recur"):
        make(train, test=test)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"valid": 0.0}, "--valid 0 is neither a file nor a fraction between 0 and 1"),
        ({"test": 1}, "--test 1 is neither"),
        ({"valid": float("nan")}, "--valid nan is neither"),
        ({"valid": 0.5, "test": 0.5}, "leave nothing to train on"),
        ({"seed": -1}, "--seed -1"),
        ({"encoding": "klingon"}, "'klingon' is not the name of an encoding"),
        ({"encoding": "utf-16"}, "cannot be read line by line"),
        ({"test": "none.csv"}, "none.csv is not there"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(corpus, make, options, message):
    with pytest.raises(DataError, match=message):
        make(corpus, **options)


def test_the_same_file_twice_is_refused(corpus, write, make):
    copy = write("copy.csv", corpus.read_bytes())

    with pytest.raises(DataError, match="have the same content; give it once"):
        make(corpus, test=copy)


@pytest.mark.parametrize(("name", "content"), [("a.csv", "headline,label\n"), ("a.parquet", "")])
def test_a_file_without_rows_is_refused(write, make, name, content):
    with pytest.raises(DataError, match=name):
        make(write(name, content.encode()))
    with pytest.raises(DataError, match="no file"):
        make()


def test_a_second_run_gives_the_same_and_another_seed_another(corpus, make, tmp_path):
    first = make(corpus).fingerprint
    content = (tmp_path / "out" / "dataset.json").read_bytes()

    assert make(corpus).fingerprint == first
    assert (tmp_path / "out" / "dataset.json").read_bytes() == content
    assert make(corpus, seed=1).fingerprint != first


def test_a_prepared_folder_can_be_prepared_again(corpus, tmp_path, make):
    prepared = make(corpus)

    again = prepare(
        [prepared.path / "train.jsonl"],
        tmp_path / "again",
        valid=prepared.path / "valid.jsonl",
        test=prepared.path / "test.jsonl",
        progress=False,
    )

    assert again.fingerprint == prepared.fingerprint
    assert open_prepared(tmp_path / "again").split("train").column("story")


def test_other_texts_are_cleaned_counted_and_kept_beside_the_splits(corpus, write, make):
    other = write("other.tsv", "TITLE\tCATEGORY", "Goal!\tOther", "GOAL!\tb", "headline 0\tOther", "Try\t")
    more = write("more.jsonl", '{"text": "Brownies"}', '{"text": "Try"}')

    prepared = make(corpus, other=[other, more])

    description = prepared.description
    assert prepared.other() == ["Goal!", "Try", "Brownies"]
    assert description["counts"]["other"] == {"rows": 3}
    assert [(s["split"], s["file"], s["rows"]) for s in description["sources"][1:]] == [
        ("other", "other.tsv", 4),
        ("other", "more.jsonl", 2),
    ]
    assert description["report"]["rows_read"] == {"train": 200, "other": 6}
    assert description["report"]["other"] == {
        "bad_rows": {"rows": 0, "first": []},
        "recurring": {
            "rows": 1,
            "train": {"exact": {"headlines": 0, "rows": 0}, "normalised": {"headlines": 1, "rows": 1}},
        },
        "duplicates": {"exact": 1, "normalised": 1},
    }


def test_other_texts_leave_the_splits_alone_and_change_the_fingerprint(corpus, write, make):
    plain = make(corpus)
    before = {name: plain.split(name).texts for name in ("train", "valid", "test")}

    one = make(corpus, other=[write("one.tsv", "TITLE\tCATEGORY", "Goal!\tOther")])
    two = make(corpus, other=[write("two.csv", "headline", "Brownies")])

    assert {name: two.split(name).texts for name in before} == before
    assert len({plain.fingerprint, one.fingerprint, two.fingerprint}) == 3
    again = make(corpus)
    assert (again.fingerprint, again.description) == (plain.fingerprint, plain.description)
    assert not (again.path / "other.jsonl").exists()


def test_a_headline_that_cleaning_drops_is_still_no_other_text(corpus, write, make):
    two = write("two.tsv", "TITLE\tCATEGORY", "Both\tb", "Both\tm")

    prepared = make(corpus, two, other=[write("other.tsv", "TITLE\tCATEGORY", "Both\tOther", "Goal\tOther")])

    assert prepared.other() == ["Goal"]


def test_other_texts_need_not_have_the_columns_that_are_named(write, make):
    path = write(
        "mine.csv", "subject,desk,day", *(f"Headline {n},{'xy'[n % 2]},{2000 + n}" for n in range(20))
    )
    names = {"text_column": "subject", "label_column": "desk", "time_column": "day", "form": "csv"}

    other = [write("other.tsv", "TITLE\tCATEGORY", "Goal\tOther"), write("mine2.csv", "subject", "Brownies")]

    assert make(path, other=other, **names, split="time").other() == ["Goal", "Brownies"]


def test_bad_other_rows_follow_the_same_policy(corpus, write, make, tmp_path):
    other = write("other.tsv", "TITLE\tCATEGORY", "Goal\tOther", "\tOther", "short")

    with pytest.raises(
        BadRowsError, match=r"other\.tsv, row 3: no headline(.|\n)*other\.tsv, row 4: 1 column"
    ):
        make(corpus, other=[other])
    assert not (tmp_path / "out").exists()

    report = make(corpus, other=[other], bad_rows="drop").description["report"]
    assert (report["bad_rows"]["rows"], report["other"]["bad_rows"]["rows"]) == (0, 2)


def test_a_folder_with_other_texts_can_be_prepared_again(corpus, write, make, tmp_path):
    prepared = make(corpus, other=[write("other.tsv", "TITLE\tCATEGORY", "Goal\tOther")])

    again = prepare(
        [prepared.path / "train.jsonl"],
        tmp_path / "again",
        valid=prepared.path / "valid.jsonl",
        test=prepared.path / "test.jsonl",
        other=[prepared.path / "other.jsonl"],
        progress=False,
    )

    assert again.fingerprint == prepared.fingerprint
