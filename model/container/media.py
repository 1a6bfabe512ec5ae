"""The media types the container reads and writes."""

JSON = "application/json"
JSON_LINES = "application/jsonlines"
CSV = "text/csv"
PREDICTIONS = "application/vnd.newsdesk.predictions+json"
"""Whole predictions, as the API gives them, for our own `sagemaker` backend."""

_SAME = {"application/x-jsonlines": JSON_LINES, "application/jsonl": JSON_LINES, "application/csv": CSV}


def media_type(header: str) -> str:
    """Return the media type a `Content-Type` names, in lower case and by the one name it has here."""
    name = header.partition(";")[0].strip().lower()
    return _SAME.get(name, name)


def chosen(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the first media type that an `Accept` header names and we offer; None where there is none.

    `*/*`, `application/*` and no header at all take the first that fits; weights (`q=`) are not compared.
    """
    for wanted in (accept or "*/*").split(","):
        name = media_type(wanted)
        prefix = name.removesuffix("*") if name != "*/*" else ""
        for one in offered:
            if one == name or (name.endswith("/*") and one.startswith(prefix)):
                return one
    return None
