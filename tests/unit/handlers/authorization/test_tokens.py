import hashlib
import hmac
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from handlers.authorization.documents import Documents
from handlers.authorization.errors import IssuerError, TokenError
from handlers.authorization.keys import Keys
from handlers.authorization.settings import Settings
from handlers.authorization.tokens import LEEWAY, MOST_CHARACTERS, Caller, Tokens
from tests.clock import Clock
from tests.issuer import AUDIENCE, CONFIGURATION, KEYS, MAKE, SUBJECT, SigningKey, unsigned

MINUTE = 60


@pytest.fixture
def claims(issuer):
    now = int(time.time())
    return {"iss": issuer.url, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "exp": now + MINUTE}


def refusal(tokens, token):
    with pytest.raises(TokenError) as refused:
        tokens.check(token)
    return str(refused.value)


def test_a_good_token_tells_whose_it_is(tokens, issuer):
    token = issuer.token(scope="news/read news/classify", azp="page")

    assert tokens.check(token) == Caller(SUBJECT, "page", frozenset({"news/read", "news/classify"}))


@pytest.mark.parametrize("algorithm", MAKE)
def test_every_algorithm_with_two_keys_is_taken(tokens, issuer, algorithm):
    issuer.keys = [SigningKey("only", algorithm)]

    assert tokens.check(issuer.token()).subject == SUBJECT


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({"scope": "a b"}, {"a", "b"}),
        ({"scp": ["a", "b"]}, {"a", "b"}),
        ({"scp": "a"}, {"a"}),
        ({"scope": {"a": 1}, "scp": [1, None]}, set()),
        ({}, set()),
    ],
)
def test_scopes_are_read_in_the_forms_of_different_issuers(tokens, issuer, claims, scopes):
    assert tokens.check(issuer.token(**claims)).scopes == scopes


def test_an_access_token_of_cognito_names_the_client_in_place_of_an_audience(tokens, issuer):
    token = issuer.token(aud=None, token_use="access", client_id=AUDIENCE)

    assert tokens.check(token) == Caller(SUBJECT, AUDIENCE, frozenset())


@pytest.mark.parametrize("audience", [AUDIENCE, ["another", "third"]])
def test_one_audience_of_several_is_enough(tokens, issuer, audience):
    assert tokens.check(issuer.token(aud=audience)).subject == SUBJECT


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "third"},
        {"aud": ["third", "fourth"]},
        {"aud": []},
        {"aud": None},
        {"aud": {AUDIENCE: 1}},
        {"aud": [[AUDIENCE]]},
        {"aud": None, "client_id": AUDIENCE},
        {"aud": None, "token_use": "id", "client_id": AUDIENCE},
        {"aud": None, "token_use": "access", "client_id": "third"},
        {"aud": None, "token_use": "access"},
        {"aud": "third", "token_use": "access", "client_id": AUDIENCE},
    ],
)
def test_a_token_for_others_is_refused(tokens, issuer, claims):
    assert refusal(tokens, issuer.token(**claims)) == "OtherAudience"


def test_an_expired_one_is_refused_but_for_the_leeway(tokens, issuer):
    now = int(time.time())

    assert refusal(tokens, issuer.token(exp=now - LEEWAY - 1)) == "ExpiredSignatureError"
    assert tokens.check(issuer.token(exp=now - 1)).subject == SUBJECT


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_one_of_the_future_is_refused_but_for_the_leeway(tokens, issuer, claim):
    now = int(time.time())

    assert refusal(tokens, issuer.token(**{claim: now + LEEWAY + MINUTE})) == "ImmatureSignatureError"
    assert tokens.check(issuer.token(**{claim: now + 1})).subject == SUBJECT


@pytest.mark.parametrize("claim", ["iss", "sub", "iat", "exp"])
def test_what_must_be_told_must_be_told(tokens, issuer, claim):
    assert refusal(tokens, issuer.token(**{claim: None})) == "MissingRequiredClaimError"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://issuer.example"}, "InvalidIssuerError"),
        ({"sub": ""}, "NoSubject"),
        ({"sub": "x" * 256}, "NoSubject"),
        ({"exp": "soon"}, "DecodeError"),
        ({"exp": float("inf")}, "DecodeError"),
        ({"iat": []}, "InvalidIssuedAtError"),
    ],
)
def test_claims_of_another_kind_are_refused(tokens, issuer, claims, reason):
    assert refusal(tokens, issuer.token(**claims)) == reason


def test_a_subject_that_is_no_text_is_refused(tokens, issuer, claims):
    key = issuer.keys[0]
    token = jwt.encode({**claims, "sub": 7}, key.private, key.algorithm, {"kid": key.name})

    assert refusal(tokens, token) == "InvalidSubjectError"


@pytest.mark.parametrize("name", ["none", "None", "NONE", ""])
def test_one_that_nobody_has_signed_is_refused(tokens, issuer, claims, name):
    token = unsigned(claims, {"alg": name, "kid": issuer.keys[0].name})

    assert refusal(tokens, token) == "OtherAlgorithmOrNoKey"
    assert not issuer.asked


@pytest.mark.parametrize("algorithm", ["HS256", "HS512"])
def test_one_that_is_signed_with_the_public_key_is_refused(tokens, issuer, claims, algorithm):
    key = issuer.keys[0]
    header = {"alg": algorithm, "kid": key.name}
    content = unsigned(claims, header).rstrip(".")
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[algorithm]
    signature = hmac.new(key.public_text, content.encode(), digest).digest()

    assert refusal(tokens, unsigned(claims, header, signature)) == "OtherAlgorithmOrNoKey"


def test_one_of_a_secret_key_among_the_issuers_is_refused(tokens, issuer, claims, monkeypatch):
    secret = {
        "kty": "oct",
        "kid": "secret",
        "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA",
        "alg": "HS256",
    }
    monkeypatch.setattr(SigningKey, "told", secret)
    token = jwt.encode(claims, b"secret-secret-secret-secret-secret", "HS256", {"kid": "secret"})

    assert refusal(tokens, token) == "OtherAlgorithmOrNoKey"


def test_one_with_the_algorithm_of_another_key_is_refused(tokens, issuer):
    other = SigningKey(issuer.keys[0].name, "RS256")

    assert refusal(tokens, issuer.token(other)) == "InvalidAlgorithmError"


def test_one_of_another_key_with_the_same_name_is_refused(tokens, issuer):
    assert refusal(tokens, issuer.token(SigningKey(issuer.keys[0].name))) == "InvalidSignatureError"


def test_one_that_was_changed_is_refused(tokens, issuer, claims):
    head, _, signature = issuer.token().split(".")
    _, more, _ = unsigned({**claims, "sub": "root"}, {}).split(".")

    assert refusal(tokens, f"{head}.{more}.{signature}") == "InvalidSignatureError"


def test_one_of_a_key_that_is_too_short_is_refused(tokens, issuer, monkeypatch):
    monkeypatch.setitem(MAKE, "RS256", lambda: rsa.generate_private_key(65537, 1024))
    issuer.keys = [SigningKey("short", "RS256")]
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        token = issuer.token()

    assert refusal(tokens, token) == "InvalidKeyError"


def test_one_of_a_key_nobody_knows_is_refused(tokens, issuer):
    assert refusal(tokens, issuer.token(SigningKey("unheard of"))) == "UnknownKey"
    assert refusal(tokens, issuer.token(header={"kid": ""})) == "OtherAlgorithmOrNoKey"


def test_a_new_key_is_taken_and_the_one_before_it_no_longer(issuer, documents):
    clock = Clock()
    settings = Settings(issuer.url, frozenset({AUDIENCE}))
    tokens = Tokens(settings, Keys(issuer.url, documents.read, clock))
    before = issuer.token()
    tokens.check(before)

    issuer.keys = [SigningKey("second")]
    clock.now += MINUTE

    assert tokens.check(issuer.token()).subject == SUBJECT
    assert refusal(tokens, before) == "UnknownKey"


@pytest.mark.parametrize(
    "token",
    [
        *("", ".", "..", "...", "a.b.c", "a.b.c.d", "{}", "\x00", "e30.e30.", "ÿ.ÿ.ÿ", "\ud800"),
        "W10.W10.W10",  # lists in place of objects
        f"{'A' * 4000}.{'A' * 4000}.",
    ],
)
def test_what_is_no_token_is_refused_and_nobody_asked(tokens, issuer, token):
    assert refusal(tokens, token) in {"DecodeError", "NotAToken", "OtherAlgorithmOrNoKey"}
    assert not issuer.asked


def test_an_oversized_one_is_refused_though_it_is_signed(tokens, issuer):
    token = issuer.token(padding="x" * MOST_CHARACTERS)

    assert refusal(tokens, token) == "NotAToken"


def test_a_token_cannot_tell_where_its_key_is(tokens, issuer):
    other = SigningKey("other")
    header = {"jku": "https://issuer.example/keys", "jwk": other.told, "x5u": "https://issuer.example/keys"}

    assert refusal(tokens, issuer.token(other, header)) == "UnknownKey"
    assert issuer.asked == [CONFIGURATION, KEYS]


def test_where_the_issuer_cannot_be_asked_nobody_is_refused_or_let_in(tokens, issuer):
    issuer.answers[KEYS] = (500, b"", {})

    with pytest.raises(IssuerError, match="answers 500"):
        tokens.check(issuer.token())


def test_the_authority_may_be_one_that_the_environment_names(issuer, certificates, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    tokens = Tokens(Settings(issuer.url, frozenset({AUDIENCE})), Keys(issuer.url, Documents().read))

    assert tokens.check(issuer.token()).subject == SUBJECT
