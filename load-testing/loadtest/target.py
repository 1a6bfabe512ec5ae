"""What is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from infrastructure.smoke.service import Service
from loadtest.memory import Parts
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
    parts
        Returns the processes it consists of; None, where it runs elsewhere.
    """

    service: Service
    reference: Reference
    agreed: int | None = None
    parts: Callable[[], Parts] | None = None
