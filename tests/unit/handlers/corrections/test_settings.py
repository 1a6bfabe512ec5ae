from pathlib import Path

import pytest

from handlers.corrections.settings import Settings
from model import SettingsError


def test_unless_told_a_file_without_text_is_kept_for_a_year():
    assert Settings.from_environment(
        {"FEEDBACK_TABLE": "", "FEEDBACK_TEXT": "", "FEEDBACK_DAYS": ""}
    ) == Settings(table="", file=Path("build/feedback.jsonl"), text=False, days=365)


def test_what_is_told_counts():
    told = {
        "FEEDBACK_TABLE": "corrections",
        "FEEDBACK_FILE": "/tmp/mine.jsonl",
        "FEEDBACK_TEXT": "true",
        "FEEDBACK_DAYS": "30",
    }

    assert Settings.from_environment(told) == Settings("corrections", Path("/tmp/mine.jsonl"), True, 30)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FEEDBACK_TEXT", "yes"),
        ("FEEDBACK_DAYS", "0"),
        ("FEEDBACK_DAYS", "36501"),
        ("FEEDBACK_DAYS", "-1"),
        ("FEEDBACK_DAYS", "a year"),
    ],
)
def test_what_cannot_be_used_is_named(variable, value):
    with pytest.raises(SettingsError, match=f"{variable} is '{value}'"):
        Settings.from_environment({variable: value})
