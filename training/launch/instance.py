"""The machine of a job, by the name that AWS gives it."""

import re

from training.launch.errors import LaunchError

_NAME = re.compile(r"ml\.([a-z]+)[0-9]+(g?)[a-z0-9-]*\.([0-9]*(?:x?large|medium|metal)(?:-[0-9a-z]+)?)")
_WITH_GPU = {"g", "p"}
_WITHOUT = {"c", "m", "r", "t"}


def has_gpu(instance: str) -> bool | None:
    """Return whether an instance has a GPU, by its family; None for other chips than Intel's, AMD's and NVIDIA's.

    Raises
    ------
    LaunchError
        If it is no name of an instance.
    """
    found = _NAME.fullmatch(instance)
    if not found:
        raise LaunchError(f"instance type {instance!r} is not of the form ml.g5.xlarge")
    family, graviton = found[1], found[2]
    if graviton:
        return None
    if family in _WITH_GPU:
        return True
    return False if family in _WITHOUT else None
