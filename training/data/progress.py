"""Progress bars, where a person watches."""

from typing import Never

from tqdm import tqdm


def progress_bar(
    action: str, total: int | None, unit: str, *, progress: bool, done: int = 0
) -> "tqdm[Never]":
    """Return a bar that is drawn only when `progress` is set and standard error is a terminal."""
    return tqdm(
        total=total,
        initial=done,
        unit=unit,
        unit_scale=True,
        desc=action,
        disable=None if progress else True,
    )
