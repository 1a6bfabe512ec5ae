from dataclasses import replace

import pytest

from training.release.claim import Claim, File
from training.release.errors import ReleaseError

CLAIM = Claim("news", "1.0.0", "2026-11-23T07:00:00Z", "c0ffee", {"model.onnx": File(3, "ab" * 32)})


def test_a_claim_is_read_as_it_was_written() -> None:
    assert Claim.from_json(CLAIM.to_json().encode(), "s3://b/claim.json") == CLAIM


def test_its_digest_tells_content_apart_and_not_when_it_was_claimed() -> None:
    assert replace(CLAIM, claimed="2027-01-01T00:00:00Z").digest == CLAIM.digest
    for other in (
        replace(CLAIM, version="1.0.1"),
        replace(CLAIM, name="mine"),
        replace(CLAIM, files={"model.onnx": File(3, "cd" * 32)}),
        replace(CLAIM, files={**CLAIM.files, "answers.json": File(3, "ab" * 32)}),
    ):
        assert other.digest != CLAIM.digest


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        CLAIM.to_json().encode().replace(b"news", b"mine"),
        CLAIM.to_json().encode()[:40],
    ],
)
def test_a_damaged_claim_is_named(text: bytes) -> None:
    with pytest.raises(ReleaseError, match=r"s3://b/claim\.json is damaged"):
        Claim.from_json(text, "s3://b/claim.json")
