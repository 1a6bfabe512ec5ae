import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.backends.local import LocalClassifier
from model.errors import ArtifactError, HeadlineError
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact

WORDS = {"shares": (3.0, 0.0), "fed": (2.0, 0.0), "flu": (0.0, 3.0), "the": (0.1, 0.0)}


def test_an_answer(words_classifier: LocalClassifier) -> None:
    (prediction,) = words_classifier.classify(["Shares up as FED holds"])

    assert prediction.predicted_label == "Business"
    assert prediction.confidence == pytest.approx(0.993307, abs=1e-6)  # 1 / (1 + exp(-5))
    assert sum(prediction.probabilities[0]) == pytest.approx(1, abs=2e-6)
    assert (prediction.needs_review, prediction.truncated) == (False, False)


def test_temperature_softens_and_the_threshold_decides(tmp_path: Path) -> None:
    manifest = replace(MANIFEST_OF_WORDS, temperature=2.0, threshold=0.9)
    classifier = LocalClassifier.open(make_artifact(tmp_path / "a", {"flu": (0.0, 3.0)}, manifest=manifest))

    (prediction,) = classifier.classify(["flu"])

    assert prediction.confidence == pytest.approx(0.817574, abs=1e-6)  # 1 / (1 + exp(-1.5))
    assert prediction.needs_review


def test_a_long_headline_is_cut_and_says_so(words_classifier: LocalClassifier) -> None:
    short, cut = words_classifier.classify(["flu " * 8, "flu " * 8 + "shares " * 20_000])

    assert (short.truncated, cut.truncated) == (False, True)
    assert short.probabilities == cut.probabilities


def test_nothing_in_nothing_out(words_classifier: LocalClassifier) -> None:
    assert words_classifier.classify([]) == []


def test_an_empty_headline_is_named_by_its_position(words_classifier: LocalClassifier) -> None:
    with pytest.raises(HeadlineError, match="headline 2: is empty") as caught:
        words_classifier.classify(["flu", "shares", "\x00 \u2003"])
    assert caught.value.position == 2


def test_many_threads_share_one_classifier(words_classifier: LocalClassifier) -> None:
    headlines = ["flu " * (n % 7 + 1) + ("shares" if n % 2 else "") for n in range(300)]
    expected = words_classifier.classify(headlines)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(words_classifier.classify, [headlines] * 24))

    assert all(answer == expected for answer in answers)


@pytest.mark.parametrize("threads", [1, 4])
def test_order_is_kept_whatever_the_lengths(words_artifact: Path, threads: int) -> None:
    classifier = LocalClassifier.open(words_artifact, threads=threads)
    headlines = [f"{'the ' * (n % 6)}{random.Random(n).choice(['flu', 'shares'])}" for n in range(500)]

    answers = classifier.classify(headlines)

    assert answers == [classifier.classify([headline])[0] for headline in headlines]


def test_a_network_without_a_mask_answers_the_same(tmp_path: Path, words_classifier: LocalClassifier) -> None:
    unmasked = LocalClassifier.open(make_artifact(tmp_path / "a", WORDS, masked=False))
    headlines = ["flu", "shares fed", "the fed the", "the flu shares"] * 20

    assert unmasked.classify(headlines) == words_classifier.classify(headlines)


@pytest.mark.parametrize(("masked", "shapes"), [(True, [(4, 3), (1, 1)]), (False, [(1, 3), (3, 2), (1, 1)])])
def test_only_a_network_with_a_mask_is_given_padding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, masked: bool, shapes: list[tuple[int, int]]
) -> None:
    classifier = LocalClassifier.open(make_artifact(tmp_path / "a", WORDS, masked=masked), threads=1)
    seen: list[tuple[int, int]] = []

    class Session:
        def run(self, _: list[str], feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
            assert ("attention_mask" in feeds) is masked
            seen.append(feeds["input_ids"].shape)
            return [np.zeros((len(feeds["input_ids"]), 2), dtype=np.float32)]

    monkeypatch.setattr(classifier, "_session", Session())
    monkeypatch.setattr("model.backends.local.SPARE_TOKENS", 3)

    classifier.classify(["flu", "flu flu flu", *["fed the"] * 3])

    assert seen == shapes


def test_a_network_with_other_inputs_is_refused(tmp_path: Path) -> None:
    artifact = make_artifact(tmp_path / "a", WORDS, masked=False, tokens="tokens")

    with pytest.raises(ArtifactError, match=r"maps \['tokens'\] to \['logits'\], not \['input_ids'\]"):
        LocalClassifier.open(artifact)


def test_a_network_with_another_number_of_labels_is_refused(tmp_path: Path) -> None:
    artifact = make_artifact(tmp_path / "a", {"flu": (0.0, 3.0, 1.0)}, outputs=3)

    with pytest.raises(ArtifactError, match="3 outputs, its manifest 2 labels"):
        LocalClassifier.open(artifact)


@pytest.mark.parametrize(
    ("name", "message"), [("model.onnx", "cannot be run"), ("tokenizer.json", "cannot be read")]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    words_artifact: Path, tmp_path: Path, name: str, message: str
) -> None:
    from model.artifact import sha256
    from model.manifest import Manifest

    artifact = Path(shutil.copytree(words_artifact, tmp_path / "a"))
    (artifact / name).write_bytes(b"garbage")
    manifest = Manifest.from_json((artifact / "manifest.json").read_bytes())
    files = {**manifest.files, name: sha256(b"garbage")}
    (artifact / "manifest.json").write_text(replace(manifest, files=files).to_json())

    with pytest.raises(ArtifactError, match=message):
        LocalClassifier.open(artifact)
