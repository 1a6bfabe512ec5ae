"""Headlines that want to be obeyed instead of filed."""

from pathlib import Path

INJECTIONS = Path(__file__).with_name("headlines.txt").read_text(encoding="utf-8").splitlines()
