"""What the environment says about corrections."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model import SettingsError

MOST_DAYS = 36_500
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Settings:
    """Where corrections are kept, how much of them, and for how long.

    Attributes
    ----------
    table
        Name of a table of DynamoDB (`FEEDBACK_TABLE`).
    file
        Where there is no table (`FEEDBACK_FILE`).
    text
        Whether the headline itself is kept (`FEEDBACK_TEXT`), and not only what it is recognised by.
    days
        After which a correction goes (`FEEDBACK_DAYS`).
    """

    table: str = ""
    file: Path = Path("build/feedback.jsonl")
    text: bool = False
    days: int = 365

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; what is not set, or set to nothing, keeps its default.

        Raises
        ------
        SettingsError
            If a value cannot be used; the message names both.
        """
        text = environment.get("FEEDBACK_TEXT") or "false"
        if text not in _TRUTH:
            raise SettingsError(f"FEEDBACK_TEXT is {text!r}, neither true nor false")
        days = environment.get("FEEDBACK_DAYS") or str(cls.days)
        if not days.isdecimal() or not 1 <= int(days) <= MOST_DAYS:
            raise SettingsError(f"FEEDBACK_DAYS is {days!r}, not a whole number from 1 to {MOST_DAYS}")
        return cls(
            environment.get("FEEDBACK_TABLE") or cls.table,
            Path(environment.get("FEEDBACK_FILE") or cls.file),
            _TRUTH[text],
            int(days),
        )
