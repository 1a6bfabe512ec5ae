import re
from collections import Counter
from pathlib import Path

from model.manifest import Manifest
from training.behaviour import Cases, load_cases

ROOT = Path(__file__).parents[4]


def test_the_shipped_cases_fit_the_shipped_model_and_are_many() -> None:
    labels = Manifest.from_json((ROOT / "model/release/manifest.json").read_bytes()).labels

    cases = load_cases(ROOT / "tests/behaviour", labels)

    assert {label: len(texts) for label, texts in cases.minimum.headlines.items()} == dict.fromkeys(
        labels, 40
    )
    assert min(map(len, cases.out_of_scope.texts.values())) >= 15
    assert {push.raises for push in cases.direction.changes.values()} == set(labels)
    assert [text for text, count in Counter(map(str.lower, texts_of(cases))).items() if count > 1] == []


def test_no_shipped_case_is_among_the_headlines_that_were_written_for_training() -> None:
    labels = Manifest.from_json((ROOT / "model/release/manifest.json").read_bytes()).labels
    cases = [(text, words(text)) for text in texts_of(load_cases(ROOT / "tests/behaviour", labels))]
    written = [
        words(line.split("\t")[0])
        for name in ("written", "other")
        for line in (ROOT / f"training/headlines/{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]

    alike = [
        case
        for case, mine in cases
        for theirs in written
        if not mine.isdisjoint(theirs) and len(mine & theirs) >= 0.6 * len(mine | theirs)
    ]

    assert written
    assert alike == []


def texts_of(cases: Cases) -> list[str]:
    return cases.minimum.texts() + [text for texts in cases.out_of_scope.texts.values() for text in texts]


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) or frozenset([text])
