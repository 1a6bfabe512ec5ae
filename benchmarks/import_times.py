"""Which imports a start is made of."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
REST = "the standard library"


def import_times(
    command: Sequence[str], module: str, environment: Mapping[str, str], packages: Sequence[str], times: int
) -> dict[str, float]:
    """Return how long the modules of each package take, without what they import of other packages.

    Parameters
    ----------
    command
        Starts Python.
    module
        What is imported.
    environment
        Of the process.
    packages
        Top-level names; all other modules are the standard library's.
    times
        How often.

    Returns
    -------
    dict
        Milliseconds by package, the median of all times, the longest first.
    """
    command = [*command, "-X", "importtime", "-c", f"import {module}"]
    outputs = [
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr
        for _ in range(times)
    ]
    found = [by_package(output, packages) for output in outputs]
    names = {name for one in found for name in one}
    medians = {name: median(one.get(name, 0.0) for one in found) for name in names}
    return dict(sorted(medians.items(), key=lambda pair: -pair[1]))


def by_package(output: str, packages: Iterable[str]) -> dict[str, float]:
    """Add up what `python -X importtime` has printed: milliseconds by package."""
    known = set(packages)
    found: defaultdict[str, float] = defaultdict(float)
    for line in output.splitlines():
        if match := _LINE.match(line):
            top = match[2].split(".")[0]
            found[top if top in known else REST] += int(match[1]) / 1000
    return found
