"""What every benchmark does with its measurement: write it, show it, and say what went wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from training.command_line import carried_out

Found = TypeVar("Found")


def carry_out(
    measure: Callable[[], Found],
    write: Callable[[Path, Found], None],
    table: Callable[[Found], str],
    folder: Path,
) -> int:
    """Measure, write the report and print its table; return the exit code.

    Parameters
    ----------
    measure
        Makes the measurement; nothing is written before it is complete.
    write
        Writes its report into a folder.
    table
        Returns it for the terminal.
    folder
        For the report.
    """

    def work() -> int:
        found = measure()
        write(folder, found)
        print(table(found))
        print(f"\nthe report is in {folder}")
        return 0

    return carried_out(work)
