import pytest

from model.container.media import CSV, JSON, JSON_LINES, chosen, media_type

OFFERED = (JSON, JSON_LINES, CSV)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json; charset=utf-8", JSON),
        ("Application/JSON", JSON),
        ("application/x-jsonlines", JSON_LINES),
        ("application/jsonl", JSON_LINES),
        ("application/csv", CSV),
        ("image/png", "image/png"),
        ("", ""),
    ],
)
def test_a_format_has_one_name(header: str, expected: str) -> None:
    assert media_type(header) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*;q=0.5", CSV),
        ("image/png, text/csv", CSV),
        ("application/x-jsonlines", JSON_LINES),
        ("image/png", None),
        ("text", None),
    ],
)
def test_the_first_accepted_that_is_offered_is_chosen(accept: str | None, expected: str | None) -> None:
    assert chosen(accept, OFFERED) == expected
