"""A request, and what answer to it is right."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a request.

    `RIGHT`: the answer that was expected, be it a refusal. `THROTTLED`: turned away, for there were too many.
    `FAILED`: no answer, or an error of the service's own. `WRONG`: an answer that should have been another.
    """

    RIGHT = "right"
    THROTTLED = "throttled"
    FAILED = "failed"
    WRONG = "wrong"


THROTTLED = {429, 503}

Check = Callable[[Any], str]
"""Says what is wrong with the JSON of an answer; nothing where it is right."""


@dataclass(frozen=True)
class Call:
    """A request, ready to be sent.

    Attributes
    ----------
    name
        Under which it is counted.
    method, path, body, headers
        As HTTP has them. A body of None is none.
    headlines
        That it has classified.
    status
        That the answer should have.
    check
        Of its content.
    """

    name: str
    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]
    headlines: int
    status: int
    check: Check

    def judge(self, status: int, content: bytes) -> tuple[Outcome, str]:
        """Judge an answer.

        Parameters
        ----------
        status
            Of HTTP; 0 where there was no answer.
        content
            Of the answer.

        Returns
        -------
        outcome
            What became of the request.
        problem
            In words and without a headline; empty where all is well.
        """
        if status == self.status:
            try:
                problem = self.check(json.loads(content))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                problem = f"it cannot be read: {type(error).__name__}"
            return (Outcome.WRONG, problem) if problem else (Outcome.RIGHT, "")
        problem = f"the status is {status}, not {self.status}" if status else "there is no answer"
        if status in THROTTLED:
            return Outcome.THROTTLED, problem
        return (Outcome.FAILED if status == 0 or status >= 500 else Outcome.WRONG), problem
