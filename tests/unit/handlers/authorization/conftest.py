"""A real issuer, and what asks it."""

import pytest

from handlers.authorization.documents import Documents
from handlers.authorization.keys import Keys
from handlers.authorization.settings import Settings
from handlers.authorization.tokens import Tokens
from tests.issuer import AUDIENCE, Certificates, issuing


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def issuer(certificates):
    with issuing(certificates) as issuer:
        yield issuer


@pytest.fixture
def documents(certificates):
    return Documents(certificates.client())


@pytest.fixture
def tokens(issuer, documents):
    settings = Settings(issuer.url, frozenset({"another", AUDIENCE}))
    return Tokens(settings, Keys(issuer.url, documents.read))
