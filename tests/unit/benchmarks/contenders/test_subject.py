from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.contenders import Subject
from tests.artifacts import make_artifact
from training.recipe import RecipeError


def test_an_artifact_of_another_run_is_refused(subject: Subject, tmp_path: Path) -> None:
    other = make_artifact(tmp_path / "words", {"flu": (0.0, 1.0)})

    with pytest.raises(
        RecipeError, match=r"has the labels Business, Health, .* was not exported from this run"
    ):
        _ = replace(subject, artifact=other).opened


def test_its_tokenizers_agree(subject: Subject, texts: list[str]) -> None:
    ours = [encoding.ids for encoding in subject.tokenizer.encode_batch_fast(texts)]

    theirs = subject.transformers_tokenizer(texts)["input_ids"]

    assert ours == theirs
