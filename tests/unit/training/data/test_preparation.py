import hashlib
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


def correction(number, text, label, **more):
    return json.dumps(
        {
            "id": f"id-{number}",
            "headline_key": hashlib.sha256(text.encode()).hexdigest(),
            "headline": text,
            "label": label,
            "model": "news",
            "version": "1.0.0",
            "created": f"2026-11-01T00:{number:02}:00.000Z",
            **more,
        }
    )


def labels_of(prepared, name="train"):
    split = prepared.split(name)
    return {text: prepared.labels[label] for text, label in zip(split.texts, split.labels, strict=True)}


def test_corrections_change_labels_and_add_headlines(corpus, write, make):
    first = write("first.jsonl", correction(1, "Headline 0", "Health"), correction(2, "New", "Business"))
    second = write("second.jsonl", correction(3, "headline 1 ...", "m", headline=None), "")

    prepared = make(corpus, feedback=[first, second])

    every = {name: labels_of(prepared, name) for name in ("train", "valid", "test")}
    assert {**every["train"], **every["valid"], **every["test"]}["Headline 0"] == "Health"
    assert every["train"]["New"] == "Business"
    found = prepared.description["report"]["feedback"]
    assert [found[name]["corrections"] for name in ("relabelled", "added", "not_found")] == [1, 1, 1]
    assert [(s["split"], s["file"], s["format"], s["rows"]) for s in prepared.description["sources"][1:]] == [
        ("feedback", "first.jsonl", "jsonl", 2),
        ("feedback", "second.jsonl", "jsonl", 1),
    ]


def test_an_added_headline_has_the_time_of_its_correction_and_no_story(corpus, write, make):
    train = make(corpus, feedback=[write("c.jsonl", correction(2, "New", "Business"))]).split("train")

    assert train.texts[-1] == "New"
    assert train.column("timestamp")[-1] == "2026-11-01T00:02:00.000Z"
    assert train.column("story")[-1] is None


def test_without_corrections_nothing_is_said_of_them(corpus, write, make):
    plain = make(corpus)
    assert "feedback" not in plain.description["report"]

    with_none = make(corpus, feedback=[write("none.jsonl")])

    assert with_none.fingerprint == plain.fingerprint
    assert with_none.description["report"]["feedback"]["read"] == 0


def test_corrections_change_the_fingerprint_and_their_order_does_not(corpus, write, make):
    lines = [correction(1, "Headline 0", "Health"), correction(2, "New", "Business")]

    one = make(corpus, feedback=[write("one.jsonl", *lines)])
    other = make(corpus, feedback=[write("other.jsonl", *reversed(lines)), write("same.jsonl", *lines)])

    assert one.fingerprint == other.fingerprint != make(corpus).fingerprint
    assert other.description["report"]["feedback"]["repeated"] == 2


def test_headlines_of_given_files_are_not_corrected_and_not_learnt(corpus, write, make):
    test = write("test.tsv", "TITLE\tCATEGORY", "Headline 0\tb", "Elsewhere\tt")
    feedback = write(
        "c.jsonl",
        correction(1, "Headline 0", "Health"),
        correction(2, "ELSEWHERE", "Business"),
        correction(3, "Elsewhere", "Business", headline=None),
    )

    plain = make(corpus, test=test)
    prepared = make(corpus, test=test, feedback=[feedback])

    assert labels_of(prepared, "test") == {"Headline 0": "Business", "Elsewhere": "Science"}
    assert prepared.fingerprint == plain.fingerprint
    found = prepared.description["report"]["feedback"]["test"]
    assert (found["corrections"], [one["number"] for one in found["first"]]) == (3, [1, 2, 3])


@pytest.mark.parametrize("split", ["random", "story", "time"])
def test_what_corrections_add_is_never_in_a_test_taken_by_fraction(corpus, write, make, split):
    lines = [correction(number, f"New {number}", "Business") for number in range(40)]

    plain = make(corpus, split=split, valid=0.2, test=0.2)
    before = {name: plain.split(name).texts for name in ("train", "valid", "test")}

    prepared = make(corpus, split=split, feedback=[write("c.jsonl", *lines)], valid=0.2, test=0.2)

    after = {name: prepared.split(name).texts for name in before}
    assert after == before | {"train": [*before["train"], *(f"New {number}" for number in range(40))]}
    warnings = prepared.description["report"]["warnings"]
    assert any("corrections add headlines to training" in warning for warning in warnings) == (
        split != "random"
    )


def test_a_corrected_headline_of_the_files_stays_in_the_pool_of_the_test(corpus, write, make):
    lines = [correction(number, f"Headline {4 * number}", "Health") for number in range(40)]

    prepared = make(corpus, feedback=[write("c.jsonl", *lines)], valid=0.2, test=0.2)

    corrected = {f"Headline {4 * number}" for number in range(40)}
    tested = {text: label for text, label in labels_of(prepared, "test").items() if text in corrected}
    assert set(tested.values()) == {"Health"}


def test_a_headline_with_two_labels_is_settled_by_a_correction(corpus, write, make):
    more = write("more.tsv", "TITLE\tCATEGORY", "Headline 0\tm")

    report = make(corpus, more, feedback=[write("c.jsonl", correction(1, "Headline 0", "t"))]).description[
        "report"
    ]

    assert report["two_labels"]["headlines"] == 0
    assert report["duplicates"]["exact"] == 1
    assert report["feedback"]["settled_two_labels"] == 1


@pytest.mark.parametrize("headline", ["Goal!", None])
def test_an_other_text_that_a_correction_gives_a_label_is_a_training_row(corpus, write, make, headline):
    other = write("other.tsv", "TITLE\tCATEGORY", "Goal!\tOther", "Try\tOther")
    feedback = write("c.jsonl", correction(1, "Goal!", "Entertainment", headline=headline))

    prepared = make(corpus, other=[other], feedback=[feedback])

    assert prepared.other() == ["Try"]
    assert labels_of(prepared)["Goal!"] == "Entertainment"
    report = prepared.description["report"]
    assert report["feedback"]["added_from_other"] == report["other"]["recurring"]["rows"] == 1


def test_old_labels_of_corrections_are_renamed_or_refused(write, make):
    path = write("mine.csv", "headline,label", *(f"Headline {n},{'xy'[n % 2]}" for n in range(20)))
    feedback = write("c.jsonl", correction(1, "Headline 0", "old"), correction(2, "Headline 2", "y"))

    with pytest.raises(BadRowsError, match=r"c\.jsonl, row 1: label 'old' is not one of x, y \(id 'id-1'\)"):
        make(path, feedback=[feedback])
    dropped = make(path, feedback=[feedback], bad_rows="drop").description["report"]
    assert dropped["feedback"]["unknown_label"]["rows"] == 1
    mapped = make(path, feedback=[feedback], mapping={"old": "y"}).description["report"]
    assert mapped["feedback"]["relabelled"]["corrections"] == 2
    assert mapped["warnings"] == []


def test_a_label_whose_rows_are_all_corrected_is_named(write, make):
    path = write("mine.csv", "headline,label", *(f"Headline {n},{'xyz'[n % 3]}" for n in range(9)))
    lines = [*(correction(n, f"Headline {n}", "x") for n in (2, 5, 8)), correction(9, "New", "z")]

    with pytest.raises(
        DataError, match=r"label 'z' has no training row left: all 3 .* are corrected to another"
    ):
        make(path, feedback=[write("c.jsonl", *lines)])


def test_corrections_of_one_model_can_be_taken_alone(corpus, write, make):
    lines = [
        correction(1, "Headline 0", "Health"),
        correction(2, "Headline 1", "Positive", model="sentiment"),
    ]

    report = make(corpus, feedback=[write("c.jsonl", *lines)], feedback_model="news").description["report"]

    assert (report["feedback"]["model"], report["feedback"]["other_model"]) == ("news", 1)
    with pytest.raises(DataError, match="--feedback-model news needs --feedback"):
        make(corpus, feedback_model="news")


def test_a_file_of_corrections_is_not_written_over(corpus, make, tmp_path):
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "train.jsonl"
    path.write_text(correction(1, "Headline 0", "Health"))

    with pytest.raises(DataError, match="would be read and written"):
        make(corpus, feedback=[path])


def test_a_label_that_corrections_alone_have_needs_no_row_of_the_files_where_the_splits_are_given(
    write, make
):
    path = write("mine.csv", "headline,label", *(f"Headline {n},{'xyz'[n % 3]}" for n in range(9)))
    sides = [
        write(f"{name}.csv", "headline,label", f"{name},x", f"{name} two,y") for name in ("valid", "test")
    ]
    lines = [*(correction(n, f"Headline {n}", "x") for n in (2, 5, 8)), correction(9, "New", "z")]

    prepared = make(path, valid=sides[0], test=sides[1], feedback=[write("c.jsonl", *lines)])

    assert labels_of(prepared)["New"] == "z"
