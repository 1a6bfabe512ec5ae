"""The zip of the function that checks tokens, run as Lambda runs it, with a real issuer."""

import stat
import zipfile

import pytest

from infrastructure.bundle.build import build_bundle
from infrastructure.bundle.contents import AUTHORIZER
from infrastructure.bundle.libraries import read_pins
from infrastructure.debian import PYTHON
from tests.issuer import AUDIENCE, KEYS, MAKE, SUBJECT, Certificates, SigningKey, issuing

METHOD = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/POST/v1/classify"
STAGE = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/*/*"

native_alone = pytest.mark.parametrize("architecture", ["native"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def bundle(interpreter, target, tmp_path_factory):
    out = tmp_path_factory.mktemp("bundle") / "authorizer.zip"
    return build_bundle(out, target, interpreter, AUTHORIZER)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def issuer(certificates):
    with issuing(certificates) as issuer:
        issuer.keys = [SigningKey(algorithm, algorithm) for algorithm in MAKE]
        yield issuer


@pytest.fixture(scope="module")
def authorize(start, issuer, certificates):
    return start(
        "handlers/authorize.handler",
        JWT_ISSUER=issuer.url,
        JWT_AUDIENCE=AUDIENCE,
        JWT_SCOPE="news/classify",
        POWERTOOLS_LOGGER_LOG_EVENT="true",  # which is of no avail
        SSL_CERT_FILE=str(certificates.authority),
    )


def ask(function, token):
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": METHOD}
    return function.invoke(event)


def effect(outcome):
    assert outcome.kind == "response", outcome.body
    (statement,) = outcome.answer["policyDocument"]["Statement"]
    assert statement["Resource"] == STAGE
    return statement["Effect"]


def test_it_has_that_function_its_pinned_libraries_and_their_bytecode(bundle):
    names = set(zipfile.ZipFile(bundle.path).namelist())

    assert bundle.sizes.keys() == {"handlers", *read_pins(AUTHORIZER.requirements)}
    sources = {name for name in names if name.endswith(".py")}
    compiled = {name for name in names if name.endswith(f".cpython-{PYTHON.replace('.', '')}.pyc")}
    assert len(compiled) == len(sources)
    ours = {name for name in sources if name.startswith("handlers/")}
    assert {name for name in ours if not name.startswith("handlers/authorization/")} == {
        "handlers/__init__.py",
        "handlers/authorize.py",
    }
    assert not [name for name in names if name.split("/")[0] in {"boto3", "botocore", "model", "numpy"}]


@native_alone
def test_the_same_input_gives_the_same_bytes_that_all_may_read(bundle, interpreter, target, tmp_path):
    again = build_bundle(tmp_path / "again.zip", target, interpreter, AUTHORIZER)

    assert again.path.read_bytes() == bundle.path.read_bytes()
    for entry in zipfile.ZipFile(bundle.path).infolist():
        assert stat.S_IMODE(entry.external_attr >> 16) == 0o644


def test_good_tokens_are_let_in(authorize, issuer):
    for key in issuer.keys:
        outcome = ask(authorize, issuer.token(key, scope="news/classify"))

        assert effect(outcome) == "Allow"
        assert outcome.answer["principalId"] == SUBJECT


def test_one_without_the_scope_is_denied(authorize, issuer):
    assert effect(ask(authorize, issuer.token())) == "Deny"


def test_a_poor_one_is_unauthorized_in_the_word_of_the_gateway(authorize, issuer):
    for token in (
        "a.b.c",
        issuer.token(exp=1_000_000),
        issuer.token(SigningKey(issuer.keys[0].name, "RS256")),
    ):
        outcome = ask(authorize, token)
        assert outcome.kind == "error"
        assert outcome.answer["errorMessage"] == "Unauthorized"
        assert token not in outcome.body.decode() + authorize.output


@native_alone
def test_an_issuer_that_is_down_is_another_error(start, issuer, certificates):
    function = start(
        "handlers/authorize.handler",
        JWT_ISSUER=issuer.url,
        JWT_AUDIENCE=AUDIENCE,
        SSL_CERT_FILE=str(certificates.authority),
    )
    token = issuer.token()
    issuer.answers[KEYS] = (500, b"", {})
    try:
        outcome = ask(function, token)
    finally:
        issuer.answers.clear()

    assert outcome.kind == "error"
    assert outcome.answer["errorMessage"] == "no token can be checked"
    assert "answers 500" in function.output
    assert token not in outcome.body.decode() + function.output


@native_alone
def test_an_issuer_whom_no_authority_knows_is_not_believed(start, issuer):
    function = start("handlers/authorize.handler", JWT_ISSUER=issuer.url, JWT_AUDIENCE=AUDIENCE)

    outcome = ask(function, issuer.token())

    assert outcome.answer["errorMessage"] == "no token can be checked"
    assert "SSLCertVerificationError" in function.output


def test_no_token_and_no_claim_is_logged(authorize, issuer):
    token = issuer.token(scope="news/classify", aud=[AUDIENCE, "secret-audience"])

    assert effect(ask(authorize, token)) == "Allow"

    for told in (*token.split("."), SUBJECT, "secret-audience"):
        assert told not in authorize.output
