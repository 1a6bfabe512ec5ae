"""Whether a token is good, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from handlers.authorization.errors import TokenError
from handlers.authorization.keys import Keys
from handlers.authorization.settings import Settings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With two keys each. With one key, what checks a token could sign one, and the key that all may read would do."""
REQUIRED = ("iss", "sub", "iat", "exp")
LEEWAY = 30
"""Seconds that the issuer's clock may differ from ours."""
MOST_CHARACTERS = 8 * 1024
"""Of a token; API Gateway takes little more of all headers together."""
MOST_OF_SUBJECT = 255
"""Characters, which is what OpenID Connect allows."""


@dataclass(frozen=True)
class Caller:
    """Who sent a good token.

    Attributes
    ----------
    subject
        The person, or the program, as the issuer knows it.
    client
        The program that got the token, where the token tells.
    scopes
        What it may be used for.
    """

    subject: str
    client: str
    scopes: frozenset[str]


class Tokens:
    """What tells good tokens from others.

    Parameters
    ----------
    settings
        Whose tokens are good.
    keys
        Of that issuer.
    """

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._settings, self._keys = settings, keys

    def check(self, token: str) -> Caller:
        """Return whose token it is.

        Raises
        ------
        TokenError
            If it is not good.
        IssuerError
            If the issuer's keys are not to be had.
        """
        if len(token) > MOST_CHARACTERS or not token.isascii():
            raise TokenError("NotAToken")
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS or not header.get("kid"):
                raise TokenError("OtherAlgorithmOrNoKey")  # before anybody is asked for the key
            claims = jwt.decode(
                token,
                self._keys.find(header["kid"]),
                algorithms=ALGORITHMS,
                issuer=self._settings.issuer,
                leeway=LEEWAY,
                options={
                    "require": list(REQUIRED),
                    "verify_aud": False,  # because of Cognito, see below
                    "enforce_minimum_key_length": True,
                },
            )
        except PyJWTError as error:
            raise TokenError(type(error).__name__) from None  # its words may repeat the token's
        if self._settings.audiences.isdisjoint(_audiences(claims)):
            raise TokenError("OtherAudience")
        if not 0 < len(claims["sub"]) <= MOST_OF_SUBJECT:
            raise TokenError("NoSubject")
        return Caller(claims["sub"], _client(claims), frozenset(_words(claims, "scope", "scp")))


def _audiences(claims: Mapping[str, Any]) -> set[str]:
    # An access token of Cognito may have no audience: it is for the app client that it names.
    if "aud" not in claims and claims.get("token_use") == "access":
        return set(_texts(claims.get("client_id")))
    return set(_texts(claims.get("aud")))


def _client(claims: Mapping[str, Any]) -> str:
    return next((text for name in ("client_id", "azp") for text in _texts(claims.get(name))), "")


def _words(claims: Mapping[str, Any], *names: str) -> list[str]:
    """Return the words of claims that are lists, or words with spaces between them."""
    return [word for name in names for text in _texts(claims.get(name)) for word in text.split()]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]
