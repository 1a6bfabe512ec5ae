import re
from pathlib import Path

import pytest

from model.errors import ArtifactError
from tests.answering import answers, release
from tests.artifacts import make_artifact
from training.data import prepare
from training.release.contender import Contender, meet
from training.release.errors import ReleaseError

WORDS = {"shares": (3.0, 0.0), "flu": (0.0, 3.0)}


def prepared(folder: Path, *, stories: bool) -> Path:
    rows = [
        f"{word} number {n},{label}" + (f",{word}{n // 2}" if stories else "")
        for n in range(200)
        for word, label in (("shares", "Business"), ("flu", "Health"))
    ]
    header = "headline,label" + (",story" if stories else "")
    (folder / "rows.csv").write_text("\n".join([header, *rows]) + "\n")
    return prepare(
        [folder / "rows.csv"], folder / "prepared", labels=["Business", "Health"], progress=False
    ).path


def test_releases_are_compared_by_the_answers_that_they_came_with() -> None:
    first, second = (Contender.of(release(version, answers([True] * 40))) for version in ("1.0.0", "1.1.0"))

    assert len(meet(first, second, None)) == 40
    assert (first.side.title, first.side.size) == ("words 1.0.0", 3_000_000)


def test_so_are_artifacts_in_folders(tmp_path: Path) -> None:
    folder = make_artifact(tmp_path, WORDS)
    (folder / "answers.json").write_bytes(answers([True] * 40).to_json())

    found = Contender.at(folder)

    assert len(meet(found, Contender.of(release("1.0.0", answers([True] * 40))), None)) == 40
    assert found.side.size == sum(
        (folder / name).stat().st_size for name in ("model.onnx", "tokenizer.json", "MODEL_CARD.md")
    )


@pytest.mark.parametrize("stories", [False, True])
def test_both_answer_the_test_split_of_data_that_is_named(tmp_path: Path, stories: bool) -> None:
    data = prepared(tmp_path, stories=stories)
    first = Contender.at(make_artifact(tmp_path / "first", WORDS))
    second = Contender.at(make_artifact(tmp_path / "second", {"shares": (3.0, 0.0), "flu": (3.0, 0.0)}))

    found = meet(first, second, data)

    assert (found.first.predicted == found.truth).all()
    assert (found.second.predicted == 0).all()
    assert (found.groups is not None) is stories


def test_without_answers_the_way_out_is_told() -> None:
    first, second = Contender.of(release("1.0.0", answers([True] * 40))), Contender.of(release("1.1.0", None))

    message = (
        r"^words 1\.1\.0 came without answers\.json; name headlines for both to answer, --data PREPARED$"
    )
    with pytest.raises(ReleaseError, match=message):
        meet(first, second, None)


def test_so_it_is_where_too_few_headlines_are_common() -> None:
    first, second = (
        Contender.of(release(version, answers([True] * 40, first=start)))
        for version, start in (("1.0.0", 0), ("1.1.0", 30))
    )

    with pytest.raises(ReleaseError, match=r"answered 10 of the same headlines, .*--data PREPARED"):
        meet(first, second, None)
    assert len(meet(first, second, None, least=10)) == 10


def test_other_labels_are_told_by_name() -> None:
    first = Contender.of(release("1.0.0", None))
    second = Contender.of(release("2.0.0", None, labels=("Business", "Sport")))

    message = "words 1.0.0 has the labels Business, Health, words 2.0.0 has Business, Sport"
    with pytest.raises(ReleaseError, match=re.escape(message)):
        meet(first, second, None)


def test_a_damaged_file_of_answers_is_told(tmp_path: Path) -> None:
    folder = make_artifact(tmp_path, WORDS)
    (folder / "answers.json").write_text("{")

    with pytest.raises(ReleaseError, match=r"answers\.json is not JSON"):
        Contender.at(folder).published()


def test_a_folder_without_an_artifact_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"has no manifest\.json"):
        Contender.at(tmp_path)
