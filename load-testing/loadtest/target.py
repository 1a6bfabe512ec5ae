"""What is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from infrastructure.smoke.service import Service
from loadtest.reference import Reference


@dataclass(frozen=True)
class Target:
    """A service, and what is known of it.

    Attributes
    ----------
    service
        Where it is, and its key.
    reference
        What it should answer.
    agreed
        Headlines on which it agrees with the artifact at hand; None where that is of another model.
    processes
        Returns those it consists of; None, where it runs elsewhere.
    """

    service: Service
    reference: Reference
    agreed: int | None = None
    processes: Callable[[], Sequence[psutil.Process]] | None = None
