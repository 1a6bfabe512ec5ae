import pytest

from training.report.casing import casing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bank of Canada Holds Rates as the Dollar Falls", "Title Case"),
        ("'Robot Vacuum' Learns to Climb Stairs", "Title Case"),
        ("Bank of Canada holds rates steady again", "Sentence case"),
        ("BANK HOLDS RATES 5%", "ALL CAPITALS"),
        ("bank holds rates", "no capitals"),
        ("Go on", "Sentence case"),
    ],
)
def test_casing(text: str, expected: str) -> None:
    assert casing(text) == expected
