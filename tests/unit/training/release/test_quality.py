import argparse
from dataclasses import replace
from pathlib import Path

from tests.answering import answers, release
from tests.artifacts import make_artifact
from training.data import prepare
from training.release.gates import add_gate_options
from training.release.published import Release
from training.release.quality import judge

WORDS = {"shares": (3.0, 0.0), "flu": (0.0, 3.0)}


def verdicts(current: Release | None, candidate: Release, *arguments: str) -> dict[str, tuple[bool, str]]:
    parser = argparse.ArgumentParser()
    add_gate_options(parser)
    found = judge(current, candidate, parser.parse_args(arguments))
    assert not any(verdict.final for verdict in found)
    return {verdict.gate: (verdict.passed, verdict.message) for verdict in found}


def right(count: int, rows: int = 400) -> list[bool]:
    """Right answers spread evenly, so that each label has its part."""
    return [row * count // rows != (row + 1) * count // rows for row in range(rows)]


def test_a_better_release_passes() -> None:
    found = verdicts(release("1.0.0", answers(right(360))), release("1.1.0", answers(right(370))))

    assert [passed for passed, _ in found.values()] == [True, True, True]
    assert found["labels"][1] == "those of words 1.0.0"
    assert found["accuracy"][1].startswith(
        "0.9250, words 1.0.0 0.9000 on the same 400 headlines; difference +0.0250 ("
    )


def test_a_loss_that_is_more_than_chance_is_refused_however_much_is_tolerated() -> None:
    current, candidate = release("1.0.0", answers(right(380))), release("1.1.0", answers(right(340)))

    passed, message = verdicts(current, candidate, "--tolerance", "0.2")["accuracy"]

    assert not passed
    assert message.endswith("which is more than chance")


def test_a_loss_that_may_be_chance_is_refused_above_what_is_tolerated() -> None:
    before = [True] * 92 + [False] * 8
    after = [True] * 85 + [False] * 10 + [True] * 5
    current, candidate = release("1.0.0", answers(before)), release("1.1.0", answers(after))

    assert verdicts(current, candidate)["accuracy"] == (
        False,
        "0.9000, words 1.0.0 0.9200 on the same 100 headlines; difference -0.0200 (-0.0900 to +0.0500); "
        "a loss of 0.01 is tolerated",
    )
    assert verdicts(current, candidate, "--tolerance", "0.02")["accuracy"][0]


def test_a_release_that_is_not_calibrated_is_refused_unless_the_one_before_is_worse() -> None:
    calibrated = answers(right(360), confidence=0.9)
    surer = answers(right(360), confidence=0.97)
    surest = answers(right(360), confidence=0.99)

    assert verdicts(release("1.0.0", calibrated), release("1.1.0", surer))["calibration"] == (
        False,
        "0.0700, words 1.0.0 0.0000; 0.05 allowed",
    )
    assert verdicts(release("1.0.0", calibrated), release("1.1.0", surer), "--max-ece", "0.08")[
        "calibration"
    ][0]
    assert verdicts(release("1.0.0", surest), release("1.1.0", surer))["calibration"] == (
        True,
        "0.0700, words 1.0.0 0.0900; 0.05 allowed, or what words 1.0.0 has",
    )


def test_without_common_answers_nothing_passes_silently() -> None:
    found = verdicts(release("1.0.0", answers(right(360))), release("1.1.0", None))
    assert found["accuracy"] == (
        False,
        "not measured: words 1.1.0 came without answers.json; name headlines for both to answer, --data PREPARED",
    )
    assert "calibration" not in found

    few = verdicts(release("1.0.0", answers([True] * 40)), release("1.1.0", answers([True] * 40, first=20)))
    assert not few["accuracy"][0]
    enough = verdicts(
        release("1.0.0", answers([True] * 40)),
        release("1.1.0", answers([True] * 40, first=20)),
        "--least-headlines",
        "20",
    )
    assert enough["accuracy"][0]


def test_a_first_release_has_nothing_to_be_compared_with_and_is_calibrated_all_the_same() -> None:
    found = verdicts(None, release("1.0.0", answers(right(360))))
    assert found == {
        "accuracy": (True, "there is no release before it to compare it with"),
        "calibration": (True, "0.0000 on 400 headlines; 0.05 allowed"),
    }
    assert not verdicts(None, release("1.0.0", answers(right(200))))["calibration"][0]


def test_where_it_came_without_answers_its_manifest_tells_its_calibration() -> None:
    on_valid = release("1.0.0", None, metrics={"valid": {"ece": 0.02}})
    on_test = release("1.0.0", None, metrics={"valid": {"ece": 0.02}, "test": {"ece": 0.06}})

    assert verdicts(None, on_valid)["calibration"] == (True, "0.0200 on valid, by its manifest; 0.05 allowed")
    assert verdicts(None, on_test)["calibration"] == (False, "0.0600 on test, by its manifest; 0.05 allowed")
    passed, message = verdicts(None, release("1.0.0", None))["calibration"]
    assert not passed
    assert message.endswith("--data PREPARED lets the model answer the test split of prepared headlines")


def test_other_labels_need_leave() -> None:
    current = release("1.0.0", answers(right(360)))
    labels = ("Business", "Sport")
    candidate = release("2.0.0", answers(right(360), labels=labels), labels=labels)

    refused = verdicts(current, candidate)
    assert refused["labels"] == (
        False,
        "Business, Sport; words 1.0.0 has Business, Health; --other-labels allows it",
    )
    assert not refused["accuracy"][0]
    allowed = verdicts(current, candidate, "--other-labels")
    assert [passed for passed, _ in allowed.values()] == [True, True, True]


def test_another_order_of_the_labels_needs_leave_and_can_be_compared() -> None:
    labels = ("Health", "Business")
    said = answers(right(360))
    turned = replace(said, labels=labels, truth=1 - said.truth, probabilities=said.probabilities[:, ::-1])

    found = verdicts(release("1.0.0", said), release("2.0.0", turned, labels=labels))

    assert not found["labels"][0]
    assert "0.9000 on the same" in found["accuracy"][1]


def test_data_that_is_named_is_answered_now(tmp_path: Path) -> None:
    rows = [
        f"{word} number {n},{label}"
        for n in range(200)
        for word, label in (("shares", "Business"), ("flu", "Health"))
    ]
    (tmp_path / "rows.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    data = prepare([tmp_path / "rows.csv"], tmp_path / "data", labels=["Business", "Health"], progress=False)
    good = release("1.0.0", None, address=make_artifact(tmp_path / "good", WORDS))
    blind = {"shares": (3.0, 0.0), "flu": (3.0, 0.0)}
    bad = release("1.1.0", None, address=make_artifact(tmp_path / "bad", blind))

    found = verdicts(good, bad, "--data", str(data.path))

    assert not found["accuracy"][0]
    assert found["accuracy"][1].startswith("0.5000, words 1.0.0 1.0000 on the same ")
    assert verdicts(None, good, "--data", str(data.path))["calibration"][0]
