from dataclasses import replace

import numpy as np

from tests.artifacts import MANIFEST_OF_WORDS
from training.card import model_card, notes_of
from training.metrics import figures

FIGURES = figures(np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]), [0, 1, 1], ["Business", "Health"]).as_dict()
SOURCE = {"split": "train", "file": "mine.csv", "rows": 12, "sha256": "ab" * 32}
MANIFEST = replace(
    MANIFEST_OF_WORDS,
    metrics={"test": FIGURES},
    data={"fingerprint": "f1", "rows": {"train": 12, "valid": 3}, "sources": [SOURCE]},
)


def test_the_card_tells_what_the_manifest_knows() -> None:
    card = model_card(MANIFEST)

    assert card.startswith("# words 0.1.0\n")
    assert "Business, Health" in card
    assert "| test | 3 | 0.6667 | 0.6667 |" in card
    assert "| Health | 1.000 | 0.500 | 0.667 | 2 |" in card
    assert f"| train | mine.csv | 12 | `{'ab' * 32}` |" in card


def test_notes_survive_a_new_card() -> None:
    assert notes_of(model_card(MANIFEST, "## Mine\n\nKept.\n")) == "## Mine\n\nKept.\n"
    assert notes_of(model_card(MANIFEST)) == ""


def test_the_card_tells_of_texts_without_a_label() -> None:
    rows = {"train": 12, "valid": 3, "other": 5}

    card = model_card(replace(MANIFEST, data={**MANIFEST.data, "rows": rows}))

    assert "on 12 headlines, beside 5 texts that belong to no label;" in card
    assert "no label" not in model_card(MANIFEST)
