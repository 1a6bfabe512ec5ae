import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from model.manifest import Manifest
from training.behaviour.cases import BehaviourError, Cases, load_cases

ROOT = Path(__file__).parents[4]
LABELS = ("Business", "Health")


def test_a_folder_is_read(folder) -> None:
    cases = load_cases(folder(), LABELS)

    assert cases.minimum.texts() == ["Fed shares", "The shares rise", "Flu in town"]
    assert cases.invariance.swaps["names"].names == ["Ann", "Bob"]
    assert cases.direction.changes["shares"].raises == "Business"
    assert cases.out_of_scope.score == "confidence"


def test_one_file_is_enough(folder) -> None:
    cases = load_cases(folder(invariance=None, direction=None, out_of_scope=None), LABELS)

    assert (cases.minimum.least, cases.invariance, cases.out_of_scope) == (0.9, None, None)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("minimum", "least: 0.9\nheadlines:\n  Helth: [Flu]"),
        (
            "invariance",
            'swaps: {n: {least: 1, names: [Ann, Bob], headlines: {Helth: ["{name} has flu"]}}}',
        ),
        (
            "direction",
            'headlines: [A day]\nchanges: {n: {raises: Helth, least: 1, templates: ["{headline} flu"]}}',
        ),
    ],
)
def test_a_label_the_model_does_not_have_is_refused(folder, file: str, content: str) -> None:
    with pytest.raises(BehaviourError, match=rf"{file}\.yaml: label 'Helth' is not one of Business, Health"):
        load_cases(folder(**{file: content}), LABELS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("least: 1.5\nheadlines: {Business: [Shares]}", "least: Input should be less than or equal to 1"),
        ("headlines: {Business: [Shares]}", "least: Field required"),
        ("least: 1\nheadlines: {Business: [Shares, yes]}", "headlines > Business > 2: True is not text"),
        ("least: 1\nheadlines: {Business: ['  ']}", "headlines > Business > 1: is empty"),
        ("least: 1\nheadlines: {Business: []}", "headlines > Business: List should have at least 1 item"),
        ("least: 1\nleats: 1\nheadlines: {Business: [Shares]}", "leats: Extra inputs are not permitted"),
        ("least: 1\nheadlines:\n  Business: [A]\n  Business: [B]", "'Business' stands twice"),
        ("least: [", "is not YAML"),
        ("", "the file: Input should be a valid dictionary"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_place(folder, content: str, message: str) -> None:
    with pytest.raises(BehaviourError) as error:
        load_cases(folder(minimum=content), LABELS)

    assert "minimum.yaml" in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{least: 1, change: reverse}", "'reverse' is not one of lower, upper, title"),
        ("{least: 1, templates: ['- Reuters']}", "'- Reuters' has no {headline}"),
        ("{least: 1}", "needs either a change or templates"),
        ("{least: 1, change: lower, templates: ['{headline}.']}", "needs either a change or templates"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(folder, change: str, message: str) -> None:
    with pytest.raises(BehaviourError) as error:
        load_cases(folder(invariance=f"changes:\n  mine: {change}"), LABELS)

    assert "changes > mine" in str(error.value)
    assert message in str(error.value)


def test_an_unknown_score_is_refused(folder) -> None:
    content = "{score: luck, least_auroc: 1, least_review: 1, most_review_in_scope: 0, texts: {a: [b]}}"

    with pytest.raises(BehaviourError, match="'luck' is not one of confidence, margin, entropy"):
        load_cases(folder(out_of_scope=content), LABELS)


def test_what_builds_on_plain_headlines_needs_them(folder) -> None:
    with pytest.raises(BehaviourError, match=r"invariance\.yaml needs the headlines of a minimum\.yaml"):
        load_cases(folder(minimum=None), LABELS)


def test_a_file_of_another_name_is_not_passed_over(folder) -> None:
    path = folder()
    (path / "out-of-scope.yaml").write_text("texts: []")

    with pytest.raises(BehaviourError, match=r"out-of-scope\.yaml is not one of minimum\.yaml, invariance"):
        load_cases(path, LABELS)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BehaviourError, match="there are no cases in"):
        load_cases(tmp_path, LABELS)


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
    cases = {text: words(text) for text in texts_of(load_cases(ROOT / "tests/behaviour", labels))}
    written = [
        line.split("\t")[0]
        for name in ("written", "other")
        for line in (ROOT / f"training/headlines/{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]

    alike = [
        (case, headline)
        for headline in written
        for case, known in cases.items()
        if len(words(headline) & known) >= 0.6 * len(words(headline) | known)
    ]

    assert written
    assert alike == []


def texts_of(cases: Cases) -> list[str]:
    return cases.minimum.texts() + [text for texts in cases.out_of_scope.texts.values() for text in texts]


@cache
def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) or frozenset([text])
