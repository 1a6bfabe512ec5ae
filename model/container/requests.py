"""Reading a request: JSON, and the line formats of Batch Transform."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model.container.media import CSV, JSON, JSON_LINES, media_type
from model.container.refusal import Refusal, RefusalError
from model.headline import MAX_CHARACTERS, normalise

Record = str | Refusal
"""A headline, normalised, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be classified.

    Attributes
    ----------
    records
        In the order they came in. One that cannot be classified is refused in its place, so that line 812 of the
        answer stays the answer to line 812.
    single
        Whether it was one headline, and not a list that may hold one.
    lines
        Whether it came in lines, each a record for itself: one that is refused does not refuse the others.
    """

    records: tuple[Record, ...]
    single: bool = False
    lines: bool = False


def read_request(body: str | bytes | bytearray, content_type: str | None) -> Request:
    """Read the body of a request.

    Parameters
    ----------
    body
        As the server hands it over.
    content_type
        `application/json`: `{"inputs": "..."}` or `{"inputs": ["...", ...]}`. `application/jsonlines`: one
        `{"inputs": "..."}`, or one string, per line. `text/csv`: one headline per row, no header.

    Raises
    ------
    RefusalError
        If the format is unknown, or nothing in the body can be read. What is wrong with one record of a line
        format is told in its place instead.
    """
    kind = media_type(content_type or JSON)
    if kind not in READERS:
        raise RefusalError(
            "unsupported_media_type", f"content type {kind!r} is not one of {', '.join(READERS)}"
        )
    try:
        text = body if isinstance(body, str) else bytes(body).decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusalError("invalid_request", f"byte {error.start} of the body is not UTF-8") from None
    return READERS[kind](text)


def _read_json(text: str) -> Request:
    inputs = _inputs(_parsed(text, "the body"), "the body")
    single = not isinstance(inputs, list)
    if inputs == []:
        raise RefusalError("invalid_request", "inputs is an empty list")
    records = tuple(
        _record(value, "inputs" if single else f"inputs[{index}]")
        for index, value in enumerate([inputs] if single else inputs)
    )
    for record in records:
        if isinstance(record, Refusal):
            raise RefusalError(record.code, record.message)
    return Request(records, single=single)


def _read_json_lines(text: str) -> Request:
    # Not `splitlines`, which also ends a line at characters that may stand inside a JSON string.
    lines = text.removeprefix("\ufeff").removesuffix("\n").split("\n")

    def read(number: int, line: str) -> Record:
        place = f"line {number}"
        try:
            value = _parsed(line, place)
            return _record(_inputs(value, place) if isinstance(value, dict) else value, place)
        except RefusalError as error:
            return error.refusal

    return _lines(read(number, line) for number, line in enumerate(lines, start=1))


def _read_csv(text: str) -> Request:
    def read(number: int, row: list[str]) -> Record:
        if len(row) != 1:
            return Refusal(
                "invalid_request",
                f"row {number} has {len(row)} columns, not 1; a headline with a comma in it stands in quotes",
            )
        return _record(row[0], f"row {number}")

    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise RefusalError("invalid_request", f"the body is not CSV: {error}") from None
    return _lines(read(number, row) for number, row in enumerate(rows, start=1))


READERS = {JSON: _read_json, JSON_LINES: _read_json_lines, CSV: _read_csv}


def _lines(records: Iterable[Record]) -> Request:
    found = tuple(records)
    if not found:
        raise RefusalError("invalid_request", "the body is empty")
    return Request(found, lines=True)


def _parsed(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise RefusalError("invalid_request", f"{place} is not JSON: {why}") from None


def _inputs(value: Any, place: str) -> Any:
    if not isinstance(value, dict) or "inputs" not in value:
        raise RefusalError("invalid_request", f'{place} is not {{"inputs": ...}}')
    others = [name for name in value if name != "inputs"]
    if others:
        # A `parameters` that silently changes nothing would mislead.
        raise RefusalError("invalid_request", f"{place} has {len(others)} other fields beside inputs")
    return value["inputs"]


def _record(value: Any, place: str) -> Record:
    if not isinstance(value, str):
        return Refusal("invalid_request", f"{place} is of type {type(value).__name__}, not a string")
    headline = normalise(value)
    if not headline:
        return Refusal("invalid_request", f"{place} is empty")
    if len(headline) > MAX_CHARACTERS:
        return Refusal(
            "invalid_request", f"{place} has {len(headline)} characters, more than {MAX_CHARACTERS}"
        )
    return headline
