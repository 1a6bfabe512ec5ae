"""What the environment says about tokens."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from handlers.authorization.errors import SettingsError

_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]*")  # one of RFC 6749, or none
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Settings:
    """Whose tokens are taken.

    Attributes
    ----------
    issuer
        As the tokens name it, to the letter (`JWT_ISSUER`).
    audiences
        One of which a token is for (`JWT_AUDIENCE`, with commas). For Cognito, the ids of app clients.
    scope
        That a token must have (`JWT_SCOPE`); any will do where it is empty.
    """

    issuer: str
    audiences: frozenset[str]
    scope: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings.

        Raises
        ------
        SettingsError
            If a value cannot be used; the message names both.
        """
        issuer = environment.get("JWT_ISSUER", "")
        audiences = {name.strip() for name in environment.get("JWT_AUDIENCE", "").split(",")} - {""}
        scope = environment.get("JWT_SCOPE", "")
        if not _is_issuer(issuer):
            raise SettingsError(f"JWT_ISSUER is {issuer!r}, not the https:// address of an issuer")
        if not audiences:
            raise SettingsError("JWT_AUDIENCE names nobody: a token for any other service would do")
        if not _SCOPE.fullmatch(scope):
            raise SettingsError(f"JWT_SCOPE is {scope!r}, not one scope")
        return cls(issuer, frozenset(audiences), scope)


def _is_issuer(text: str) -> bool:
    """Tell whether it is a URL as OpenID Connect wants an issuer: https, and neither query nor fragment."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0  # the port is read only when it is asked for
    except ValueError:
        return False
    bare = not (parts.username or parts.password or "?" in text or "#" in text or _SPACE.search(text))
    return parts.scheme == "https" and named and bare
