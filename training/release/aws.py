"""Clients of AWS, and what is said when it says no."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from training import aws
from training.release.errors import ReleaseError

ATTEMPTS = 4
"""Of every call: a connection that is cut and an answer of 5xx are met by another try."""


def client_of(service: str, region: str | None = None) -> Any:
    """Return a client that gives up in time.

    Parameters
    ----------
    service
        As boto3 calls it.
    region
        That of the environment or of the profile unless told.
    """
    with told(f"ask {service}"):
        return aws.client_of(service, region, connect_seconds=10, read_seconds=60, attempts=ATTEMPTS)


@contextmanager
def told(action: str) -> Iterator[None]:
    """Turn what AWS says no to into an error that says what was wanted and what to do.

    Parameters
    ----------
    action
        What is done here, in words that follow "cannot": `read s3://bucket/key`.

    Raises
    ------
    ReleaseError
        In place of whatever botocore raises.
    """
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        NoCredentialsError,
        NoRegionError,
    )

    try:
        yield
    except NoCredentialsError:
        raise ReleaseError(
            f"cannot {action}: there are no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY"
        ) from None
    except NoRegionError:
        raise ReleaseError(f"cannot {action}: no region is known; set AWS_REGION") from None
    except ClientError as error:
        raise ReleaseError(f"cannot {action}: {_reason(error.response.get('Error', {}))}") from None
    except BotoCoreError as error:
        raise ReleaseError(f"cannot {action}: {error}") from None


def _reason(error: Any) -> str:
    code, message = error.get("Code", "unknown"), error.get("Message", "")
    if code == "NoSuchBucket":
        return f"there is no bucket {error.get('BucketName', 'of that name')}"
    if code in {"AccessDenied", "AccessDeniedException", "403"}:
        # S3 says the same of an object that is not there, to those who may not list the bucket.
        return f"AWS does not allow it ({code}: {message}); docs/releases.md has the permissions"
    return f"AWS says {code}: {message}"
