import json

import pytest

from handlers.authorization import documents as module
from handlers.authorization.documents import MOST_BYTES, Documents
from handlers.authorization.errors import IssuerError
from infrastructure.free_port import free_port
from tests.issuer import DROPS, KEYS, NEVER


@pytest.fixture
def url(issuer):
    return issuer.url.removesuffix("/pool") + KEYS


def test_a_document_is_read(documents, url, issuer):
    assert documents.read(url) == {"keys": [issuer.keys[0].told]}
    assert documents.read(f"{url}?") == {"keys": [issuer.keys[0].told]}


def test_the_question_is_part_of_the_address(documents, url, issuer):
    issuer.answers[f"{KEYS}?client=page"] = (200, b"{}", {})

    assert documents.read(f"{url}?client=page") == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "cannot be read: JSONDecodeError"),
        (b"\xff\xff", "cannot be read: UnicodeDecodeError"),
        (b"[" * 100_000, "cannot be read: RecursionError"),
        (b"[1]", "is not a JSON object"),
        (b'{"keys": "%s"}' % (b"x" * MOST_BYTES), "has more than 262144 bytes"),
    ],
)
def test_what_is_no_document_or_too_large_is_refused(documents, url, issuer, body, reason):
    issuer.answers[KEYS] = (200, body, {})

    with pytest.raises(IssuerError, match=reason):
        documents.read(url)


def test_one_as_large_as_may_be_is_read(documents, url, issuer):
    largest = json.dumps({"keys": "x" * (MOST_BYTES - len('{"keys": ""}'))}).encode()
    issuer.answers[KEYS] = (200, largest, {})

    assert len(largest) == MOST_BYTES
    assert documents.read(url) == json.loads(largest)


@pytest.mark.parametrize("status", [301, 302, 307, 404, 500])
def test_no_other_address_is_tried_and_no_error_read(documents, url, issuer, status):
    issuer.answers[KEYS] = (status, b"{}", {"Location": f"{url}/elsewhere"})

    with pytest.raises(IssuerError, match=f"answers {status}"):
        documents.read(url)
    assert issuer.asked == [KEYS]


@pytest.mark.parametrize("body", [b"", b" "])
def test_one_that_is_too_slow_is_given_up(documents, url, issuer, body, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.3)
    issuer.answers[KEYS] = (DROPS if body else NEVER, body, {})

    with pytest.raises(IssuerError, match=r"cannot be read: TimeoutError|takes more than 0\.3 seconds"):
        documents.read(url)


def test_an_empty_answer_is_no_document(documents, url, issuer):
    issuer.answers[KEYS] = (200, b"", {})

    with pytest.raises(IssuerError, match="cannot be read"):
        documents.read(url)


def test_one_who_is_not_there_is_told_as_such(documents):
    with pytest.raises(IssuerError, match="cannot be read: ConnectionRefusedError"):
        documents.read(f"https://localhost:{free_port()}/keys")


def test_one_whom_nobody_vouches_for_is_not_believed(url):
    with pytest.raises(IssuerError, match="cannot be read: SSLCertVerificationError"):
        Documents().read(url)


def test_only_https_is_asked(documents, url, issuer):
    for address in (url.replace("https:", "http:"), "file:///etc/passwd", "keys", "https:///keys"):
        with pytest.raises(IssuerError, match="is not an https:// address"):
            documents.read(address)
    assert not issuer.asked


def test_what_is_no_address_is_not_asked(documents):
    with pytest.raises(IssuerError, match="cannot be read: ValueError"):
        documents.read("https://localhost:port/keys")
