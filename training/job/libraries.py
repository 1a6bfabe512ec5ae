"""How a job is told whose libraries to pack: those of an endpoint's Python and CPU, or none."""

import argparse
import re

NO_LIBRARIES = "none"
FORM = "pyVERSION-CPU"
# Not `3.10` alone: as a hyperparameter that is a number, and comes in as 3.1.
_FORM = re.compile(r"py(3\.\d+)-(x86_64|aarch64)")


def check_libraries(text: str) -> str:
    """Return the text, if it says whose libraries are meant.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is neither `none` nor as `py3.12-x86_64`.
    """
    if text == NO_LIBRARIES or _FORM.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is neither none nor as py3.12-x86_64")
