"""Parts that a machine may lack."""

import os

import pytest


def need(condition: object, reason: str) -> None:
    """Skip the test when a part is missing on this machine; fail instead where `CI=true` promises it is there."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"needed in CI: {reason}")
    pytest.skip(reason)
