"""SnapStart: what is done before a process is frozen, and in each copy of it that is woken.

https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
"""

import importlib
import random
from collections.abc import Callable


def on_snapshot(prepare: Callable[[], None]) -> Callable[[], None]:
    """Have Lambda call `prepare` before the snapshot, and each copy be as unlike the others as it should be.

    What fails in `prepare` fails the deployment: there is no snapshot then. Elsewhere than in Lambda, nothing is
    done.
    """
    try:
        hooks = importlib.import_module("snapshot_restore_py")
    except ImportError:  # only Lambda's own Python has it
        return prepare
    hooks.register_before_snapshot(prepare)
    hooks.register_after_restore(wake)
    return prepare


def wake() -> None:
    """Draw other random numbers than the other copies: botocore's pauses before it repeats a call are random.

    Connections need nothing: the client of a model elsewhere is made by the first request, and that of a model in
    S3 is gone when the model is read. Nor do `uuid` and `secrets`, which ask the system.
    """
    random.seed()
