"""What every command does with what goes wrong in it."""

import sys
from collections.abc import Callable

from model.errors import ModelError


def carried_out(work: Callable[[], int], stopped: str = "nothing was written") -> int:
    """Do the work of a command and return its exit code: what it returns, 2 on an error, 130 on Ctrl-C.

    Parameters
    ----------
    work
        Raises what is wrong as ValueError, OSError or ModelError, whose message is all that is printed.
    stopped
        What Ctrl-C leaves, in words.
    """
    try:
        return work()
    except (ValueError, OSError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nstopped; {stopped}", file=sys.stderr)
        return 130
