"""The keys an issuer signs with, fetched when they are needed and kept for a while."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from handlers.authorization.errors import IssuerError, TokenError

LIFETIME = 300
"""Seconds that keys are kept: no longer is one taken that the issuer has withdrawn."""
PAUSE = 60
"""Seconds between two looks for a key that is not among them: a token can name any key."""
RETRY_AFTER = 5
"""Seconds after which an issuer that could not be asked is asked again."""


class Keys:
    """The keys of one issuer, by the names tokens call them by.

    Parameters
    ----------
    issuer
        Its address.
    read
        Returns the JSON document at an address; raises `IssuerError`.
    clock
        Seconds since some moment. The time of day, for a function stands still between its events, and other
        clocks may stand still with it.
    """

    def __init__(
        self,
        issuer: str,
        read: Callable[[str], Mapping[str, Any]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuer, self._read, self._clock = issuer, read, clock
        self._keys: dict[str, PyJWK] = {}
        self._renewed_at = self._failed_at = float("-inf")

    def find(self, name: str) -> PyJWK:
        """Return a key.

        Raises
        ------
        TokenError
            If the issuer has no key of that name, or had none a moment ago.
        IssuerError
            If it cannot be asked.
        """
        age = self._clock() - self._renewed_at
        # The time of day may be set back.
        if not 0 <= age < LIFETIME or (name not in self._keys and age >= PAUSE):
            self._renew()
        try:
            return self._keys[name]
        except KeyError:
            raise TokenError("UnknownKey") from None

    def _renew(self) -> None:
        now = self._clock()
        if 0 <= now - self._failed_at < RETRY_AFTER:
            raise IssuerError("the issuer could not be asked a moment ago")
        try:
            self._keys = self._fetched()
        except IssuerError:
            self._failed_at = now
            raise
        self._renewed_at = now

    def _fetched(self) -> dict[str, PyJWK]:
        configuration = self._read(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if configuration.get("issuer") != self._issuer:
            raise IssuerError("the issuer calls itself by another name than JWT_ISSUER has")
        address = configuration.get("jwks_uri")
        if not isinstance(address, str):
            raise IssuerError("the issuer does not tell where its keys are")
        try:
            found = PyJWKSet.from_dict(dict(self._read(address)))
        # PyJWT leaves out a key that it cannot read, but for one that is to sign with nothing.
        except (PyJWTError, NotImplementedError) as error:
            raise IssuerError(f"{address} has no keys of use: {type(error).__name__}") from None
        return {str(key.key_id): key for key in found if key.key_id and key.public_key_use in (None, "sig")}
