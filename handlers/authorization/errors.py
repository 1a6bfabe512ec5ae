"""What can go wrong between a token and who sent it."""


class TokenError(Exception):
    """A token that is not good; its words name the reason and nothing of the token."""


class IssuerError(Exception):
    """The issuer does not tell its keys: nobody can know whether a token is good."""


class SettingsError(ValueError):
    """A setting whose value cannot be used; the message names both."""
