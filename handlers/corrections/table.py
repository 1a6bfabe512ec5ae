"""Corrections in a table of DynamoDB."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from handlers.common.errors import RETRY_AFTER, ApiError
from handlers.common.observability import log_failure
from handlers.corrections.correction import Correction
from model.backends.client import LazyClient
from model.backends.failures import code_of

SECONDS = 3
"""That an answer is waited for; at worst twice, and a second each time to connect, where API Gateway waits 29."""
THROTTLED = {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"}
"""DynamoDB's names for being asked too often."""
NOT_GONE = "ConditionalCheckFailedException"
"""There is one already."""


class Table:
    """A table whose key is the id of a correction.

    Parameters
    ----------
    name
        Of the table.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._client = LazyClient("dynamodb", connections=1, read_seconds=SECONDS)

    def keep(self, correction: Correction) -> Correction:
        try:
            self._client.get().put_item(
                TableName=self._name,
                Item=_attributes(correction.item()),
                # What has expired, DynamoDB deletes within days.
                ConditionExpression="attribute_not_exists(#id) OR #expires <= :now",
                ExpressionAttributeNames={"#id": "id", "#expires": "expires"},
                ExpressionAttributeValues={":now": {"N": str(correction.created_at)}},
                # So that the other one comes with the refusal, and nobody has to be allowed to read.
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except (BotoCoreError, ClientError) as error:
            kept = _other(error)
            if kept is None:
                raise _refusal_of(error) from None
            return kept
        return correction


def _attributes(item: Mapping[str, str | int]) -> dict[str, dict[str, str]]:
    """Return an item as DynamoDB writes it."""
    return {
        name: {"N": str(value)} if isinstance(value, int) else {"S": value} for name, value in item.items()
    }


def _other(error: Exception) -> Correction | None:
    """Return the correction that stood in the way of another; nothing, where something else did."""
    if not isinstance(error, ClientError) or code_of(error) != NOT_GONE:
        return None
    response: Mapping[str, Any] = error.response
    found = response.get("Item", {})
    try:
        return Correction.from_item(
            {name: int(value["N"]) if "N" in value else value.get("S") for name, value in found.items()}
        )
    except (TypeError, ValueError):  # somebody has put something else there
        return None


def _refusal_of(error: Exception) -> ApiError:
    code = code_of(error)
    log_failure(f"the table cannot be written: {code or 'not reached'}", error)
    if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
        return ApiError("timeout", "the correction could not be kept in time")
    if code in THROTTLED:
        return ApiError("throttled", "too many corrections at once", retry_after=1)
    status = error.response["ResponseMetadata"]["HTTPStatusCode"] if isinstance(error, ClientError) else 503
    if status >= 500:
        return ApiError("not_ready", "the correction cannot be kept now", retry_after=RETRY_AFTER)
    return ApiError("store_failed", "the correction could not be kept")
