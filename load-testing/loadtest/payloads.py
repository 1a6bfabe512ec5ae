"""What is asked: headlines one by one, lists of them, and input that is to be refused."""

import json
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from infrastructure.smoke.service import Service
from loadtest.call import Call
from loadtest.errors import LoadError
from loadtest.reference import Reference
from model.table import read_table

FOLDER = Path(__file__).parents[1] / "payloads"
BAD = FOLDER / "bad.json"
JSON = {"content-type": "application/json"}
COLUMNS = ("headline", "title", "TITLE")
"""By which a file may call its headlines."""


def read_headlines(path: Path) -> list[str]:
    """Read the headlines of a CSV or TSV file with a header, each once.

    Raises
    ------
    LoadError
        If it has no column of them, or none in it.
    """
    rows = (row.cells for row in read_table(path))
    names = next(rows, [])
    column = next((names.index(one) for one in COLUMNS if one in names), None)
    if column is None:
        raise LoadError(f"{path} has none of the columns {', '.join(COLUMNS)}")
    texts = (cells[column].strip() for cells in rows if len(cells) > column)
    found = list(dict.fromkeys(filter(None, texts)))
    if not found:
        raise LoadError(f"{path} has no headlines")
    return found


def singles(service: Service, reference: Reference) -> list[Call]:
    """Return a call for each headline."""
    return [_single(service, reference, headline) for headline in reference.predictions]


def lists(service: Service, reference: Reference, length: int) -> list[Call]:
    """Return calls with lists, of headlines in turn, until each headline has been in one."""
    headlines = list(reference.predictions)
    starts = range(0, len(headlines), length)
    return [
        _list(service, reference, list(islice(cycle(headlines), start, start + length))) for start in starts
    ]


def bad(service: Service) -> list[Call]:
    """Return a call for each input that is to be refused, see `payloads/bad.json`.

    Raises
    ------
    LoadError
        If one of them lacks something.
    """
    return [_bad(service, entry) for entry in json.loads(BAD.read_text(encoding="utf-8"))]


def mixed(service: Service, reference: Reference) -> list[Call]:
    """Return as many good calls as bad ones, in turn."""
    pairs = zip(singles(service, reference), cycle(bad(service)), strict=False)
    return [call for pair in pairs for call in pair]


def _single(service: Service, reference: Reference, headline: str) -> Call:
    return Call(
        name="one headline",
        method="POST",
        path="/v1/classify",
        body=json.dumps({"headline": headline}).encode(),
        headers=service.headers() | JSON,
        headlines=1,
        status=200,
        check=lambda found: reference.difference(headline, found),
    )


def _list(service: Service, reference: Reference, headlines: Sequence[str]) -> Call:
    def check(found: Any) -> str:
        predictions = found["predictions"]
        if len(predictions) != len(headlines):
            return f"there are {len(predictions)} predictions for {len(headlines)} headlines"
        problems = map(reference.difference, headlines, predictions)
        return next((f"prediction {place}: {one}" for place, one in enumerate(problems, 1) if one), "")

    return Call(
        name=f"list of {len(headlines)}",
        method="POST",
        path="/v1/classify/batch",
        body=json.dumps({"headlines": headlines}).encode(),
        headers=service.headers() | JSON,
        headlines=len(headlines),
        status=200,
        check=check,
    )


def _bad(service: Service, entry: dict[str, Any]) -> Call:
    try:
        status, code = entry["status"], entry["code"]
        content_type = {"content-type": entry.get("content_type", JSON["content-type"])}
        body = entry.get("text") or json.dumps(entry.get("body"))
        return Call(
            name=entry["name"],
            method=entry["method"],
            path=entry["path"],
            body=None if entry["method"] == "GET" else body.encode(),
            headers=service.headers(with_key=entry.get("key", True)) | content_type,
            headlines=0,
            status=status,
            check=lambda found: _refusal(found, code),
        )
    except KeyError as error:
        raise LoadError(f"{BAD.name}: {entry.get('name', entry)} has no {error}") from None


def _refusal(found: Any, code: str) -> str:
    error = found["error"]
    if error["code"] != code:
        return f"its code is {error['code']}, not {code}"
    return "" if error["message"] and error["request_id"] else "it has no message or no request_id"
