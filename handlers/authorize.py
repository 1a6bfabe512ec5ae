"""Who calls: an authorizer of API Gateway, which reads a token and answers with what its sender may do."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from handlers.authorization.documents import Documents
from handlers.authorization.errors import IssuerError, SettingsError, TokenError
from handlers.authorization.keys import Keys
from handlers.authorization.settings import Settings
from handlers.authorization.tokens import Caller, Tokens

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME") or "newsdesk")


@cache
def settings() -> Settings:
    return Settings.from_environment()


@cache
def tokens() -> Tokens:
    return Tokens(settings(), Keys(settings().issuer, Documents().read))


# The event holds the token, so no variable of the environment shall have it logged.
@logger.inject_lambda_context(clear_state=True, log_event=False)
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer an event of an authorizer of the type TOKEN.

    Raises
    ------
    Exception
        `Unauthorized`, the word that API Gateway answers with 401; any other word is a failure of ours, a 5xx.
        Neither has a cause: Lambda logs what is raised, and a cause may quote the token.
    """
    try:
        caller = tokens().check(_token(event))
        needed = settings().scope
    except TokenError as error:
        logger.info("refused", reason=str(error))
        raise Exception("Unauthorized") from None
    except (IssuerError, SettingsError) as error:
        logger.error("no token can be checked", error=type(error).__name__, reason=str(error))
        raise Exception("no token can be checked") from None
    except Exception as error:
        logger.error("the token could not be checked", error=type(error).__name__)
        raise Exception("the token could not be checked") from None
    allowed = not needed or needed in caller.scopes
    logger.info("allowed" if allowed else "denied")
    return _answer(event["methodArn"], caller, "Allow" if allowed else "Deny")


def _token(event: Mapping[str, Any]) -> str:
    scheme, _, token = str(event.get("authorizationToken") or "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenError("NotBearer")
    return token.strip()


def _answer(method: str, caller: Caller, effect: str) -> dict[str, Any]:
    # API Gateway keeps the answer for all that the same token asks next, so it is about every route of the stage.
    api, stage, *_ = method.split("/")
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": f"{api}/{stage}/*/*"}
    return {
        "principalId": caller.subject,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"client": caller.client, "scope": " ".join(sorted(caller.scopes))},
    }
