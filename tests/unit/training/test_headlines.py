import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from training.data import prepare
from training.data.key import headline_key
from training.data.label import KNOWN
from training.data.layout import Columns
from training.data.part import Reading, read_part
from training.data.source import open_source

FOLDER = Path(__file__).parents[3] / "training" / "headlines"
BEHAVIOUR = Path(__file__).parents[2] / "behaviour"
LABELLED, OTHER = ("written.tsv", "elsewhere.tsv"), ("other.tsv", "elsewhere-other.tsv")
TRAINING, MEASURING = ("written.tsv", "other.tsv"), ("elsewhere.tsv", "elsewhere-other.tsv")
READING = Reading(Columns(), form="auto", quoting="auto", encoding="utf-8", progress=False)
ALIKE = 0.8


@pytest.fixture(scope="module")
def parts():
    read = {}
    for name in (*LABELLED, *OTHER):
        with open_source(FOLDER / name, progress=False) as source:
            read[name] = read_part([source], READING, None)
    return read


def words(text):
    return frozenset(re.findall(r"\w+", headline_key(text)))


def texts_in(node):
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for child in children for text in texts_in(child)]


def jaccard(one, other):
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("name", [*LABELLED, *OTHER])
def test_every_row_is_a_headline_with_one_of_its_labels(parts, name):
    part = parts[name]

    assert part.bad == []
    assert {row.label for row in part.rows} == (set(KNOWN) if name in LABELLED else {"Other"})


@pytest.mark.parametrize("name", [*LABELLED, *OTHER])
def test_a_row_stands_in_the_file_as_it_is_read(parts, name):
    # one line break and no blank too many: what a person sees there is what is learned
    lines = (FOLDER / name).read_bytes().decode().split("\n")

    assert lines == ["TITLE\tCATEGORY", *(f"{row.text}\t{row.label}" for row in parts[name].rows), ""]


def test_no_headline_is_there_twice(parts):
    keys = Counter(headline_key(row.text) for part in parts.values() for row in part.rows)

    assert [key for key, count in keys.items() if count > 1] == []


def test_what_is_measured_with_is_not_trained_on_in_other_words(parts):
    measured = [row.text for name in MEASURING for row in parts[name].rows]
    cases = [text for path in BEHAVIOUR.glob("*.yaml") for text in texts_in(yaml.safe_load(path.read_text()))]
    by_length = defaultdict(list)
    for text in measured + cases:
        by_length[len(words(text))].append((text, words(text)))

    alike = [
        (row.text, other)
        for name in TRAINING
        for row in parts[name].rows
        if (found := words(row.text))
        # sets further apart in size than this share too little
        for length in range(math.ceil(ALIKE * len(found)), math.floor(len(found) / ALIKE) + 1)
        for other, others in by_length[length]
        if jaccard(found, others) >= ALIKE
    ]

    assert len(cases) > 500
    assert alike == []


def test_the_labels_are_in_balance(parts):
    for name in LABELLED:
        counts = Counter(row.label for row in parts[name].rows)
        assert max(counts.values()) < 1.1 * min(counts.values())


@pytest.mark.parametrize("name", [*LABELLED, *OTHER])
def test_the_page_beside_them_counts_right(parts, name):
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert f"| `{name}` | {len(parts[name].rows):,} |" in page


def test_they_go_with_a_file_that_has_the_codes_of_the_corpus(parts, tmp_path):
    coded = tmp_path / "coded.tsv"
    rows = [f"Numbered headline {number}\t{'btem'[number % 4]}" for number in range(8)]
    coded.write_text("\n".join(["TITLE\tCATEGORY", *rows, ""]))

    prepared = prepare(
        [coded, FOLDER / "written.tsv"],
        tmp_path / "out",
        test=FOLDER / "elsewhere.tsv",
        other=[FOLDER / "other.tsv"],
        progress=False,
    )

    counts = prepared.description["counts"]
    assert prepared.labels == KNOWN
    assert counts["train"]["rows"] + counts["valid"]["rows"] == 5_806
    assert prepared.description["report"]["recurring"]["rows"] == 0
    assert prepared.other() == [row.text for row in parts["other.tsv"].rows]
