"""The walk through the data, with a corpus and without."""

import json

import pytest

from tests.parts import need
from tests.started_api import ROOT

EDA = ROOT / "notebooks/eda.ipynb"
WISH = "python -m training.data fetch"

TOPICS = {
    "b": ("shares", "lender", "profit", "tariff"),
    "t": ("comet", "robot", "handset", "glacier"),
    "e": ("singer", "sequel", "actress", "festival"),
    "m": ("vaccine", "surgeon", "virus", "clinic"),
}
PUBLISHERS = ("The Daily Loaf", "A $5 and $6 Times", "Wire")
BEGIN = 1394470370698
HOUR = 3_600_000


@pytest.fixture(autouse=True)
def tokenizer():
    need((ROOT / "build/base/.installed").exists(), "the base checkpoint is not there (make notebooks)")


@pytest.fixture
def corpus(tmp_path):
    """Lines of sixteen stories of a category each, two labels of one headline, duplicates, and what is no row."""
    told = [
        (f"Hawkweed tells of the {word}, part {part}", code, f"{code}-{word}", 10 * part + place)
        for code, words in TOPICS.items()
        for place, word in enumerate(words)
        for part in range(9)
    ]
    told += [
        (told[0][0], "b", "b-shares", 1),
        (told[1][0].upper(), "b", "b-shares", 2),
        (told[2][0], "m", "m-virus", 3),
        ("Wire has a Hawkweed of its own", "t", "t-robot", 4),
    ]
    lines = [
        f"{number}\t{title}\thttp://x\t{PUBLISHERS[number % 3]}\t{code}\t{story}\tx.com\t{BEGIN + hour * HOUR}"
        for number, (title, code, story, hour) in enumerate(told)
    ]
    path = tmp_path / "corpus.csv"
    path.write_text("".join(line + "\n" for line in [*lines, "Hawkweed\tcut short"]))
    return path


def words(shown) -> str:
    """Return all that was shown but for the pictures."""
    texts = [
        output.get("text") or {kind: text for kind, text in output.data.items() if kind != "image/png"}
        for output in shown
    ]
    return json.dumps(texts, ensure_ascii=False)


def pictures(shown) -> int:
    return sum("image/png" in output.get("data", {}) for output in shown)


def test_with_a_corpus_all_is_shown_but_its_headlines(corpus, executed, monkeypatch):
    monkeypatch.setenv("NEWSDESK_CORPUS", str(corpus))

    shown = executed(EDA)

    text = words(shown)
    assert pictures(shown) == 8
    assert WISH not in text
    assert "16 stories" in text
    assert "3 publishers" in text
    assert "carry two labels (1 headline)" in text
    assert "hawkweed" not in text.casefold()


def test_without_one_it_says_what_is_missing(executed):
    shown = executed(EDA)

    assert pictures(shown) == 4
    assert sum(WISH in output.get("text", "") for output in shown) == 4  # publishers, stories, time, splits
