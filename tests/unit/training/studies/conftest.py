"""A corpus of stories, small enough to train on in seconds."""

import json
from pathlib import Path

import pytest

from training.studies.corpus import Corpus, clean_corpus

TOPICS = {
    "Business": ("shares", "fed", "bank", "profit", "stocks"),
    "Science": ("apple", "comet", "robot", "phone", "nasa"),
    "Health": ("flu", "vaccine", "cancer", "doctors", "virus"),
}


@pytest.fixture(scope="session")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety headlines in fifteen stories; a story keeps to one word of its topic, and is an hour long."""
    rows = [
        {
            "text": f"{word} report {10 * place + part} for the new {word}",
            "label": label,
            "story": f"{label}-{place}",
            "publisher": "The Fresh Herald" if part % 2 else "Daily Loaf",
            "timestamp": f"2024-05-01T{3 * place + topic:02}:{10 * part:02}:00",
        }
        for topic, (label, words) in enumerate(TOPICS.items())
        for place, word in enumerate(words)
        for part in range(6)
    ]
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="session")
def corpus(corpus_file: Path) -> Corpus:
    return clean_corpus([corpus_file])
