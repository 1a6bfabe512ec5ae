from pathlib import Path

import pytest

from training.behaviour import BehaviourError, load_cases

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
        ("least: 1\n? [a, b]\n: c", "is not YAML"),
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


def test_a_file_that_asks_nothing_is_refused(folder) -> None:
    with pytest.raises(BehaviourError, match=r"invariance\.yaml: the file: needs changes or swaps"):
        load_cases(folder(invariance="changes: {}"), LABELS)


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
