from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.contenders import Subject
from tests.artifacts import make_artifact
from training.recipe import RecipeError
from training.run_folder import Run


def test_an_artifact_of_other_labels_is_refused(subject: Subject, tmp_path: Path) -> None:
    other = make_artifact(tmp_path / "words", {"flu": (0.0, 1.0)})

    with pytest.raises(RecipeError, match=r"not exported from .*: its labels is \['Business', 'Health'\]"):
        _ = replace(subject, artifact=other).opened


def test_an_artifact_of_another_training_on_the_same_data_is_refused(
    subject: Subject, tmp_path: Path
) -> None:
    run = Run(tmp_path / "again")
    recipe = {**subject.run.facts["recipe"], "seed": 99}
    run.write("run.json", {**subject.run.facts, "recipe": recipe})
    run.network.mkdir()
    run.tokenizer.write_bytes(subject.run.tokenizer.read_bytes())

    with pytest.raises(RecipeError, match=r"not exported from .*: its seed is 5, not 99"):
        _ = replace(subject, run=run).opened


def test_its_tokenizers_agree(subject: Subject, texts: list[str]) -> None:
    ours = [encoding.ids for encoding in subject.tokenizer.encode_batch_fast(texts)]

    theirs = subject.transformers_tokenizer(texts)["input_ids"]

    assert ours == theirs
