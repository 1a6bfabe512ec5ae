"""What is asked of SageMaker, in our words: one training, or a search of many."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from training.launch.channel import Channel
from training.launch.errors import LaunchError
from training.launch.place import Place
from training.launch.tuning import Tuning

LONGEST = 63
"""Letters that SageMaker takes in the name of a training."""
LONGEST_TUNING = 32
"""And in that of a search, whose trainings are named after it."""

_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*")


@dataclass(frozen=True)
class Compute:
    """The machines of a job, and for how long.

    Attributes
    ----------
    instance
        As `ml.g5.xlarge`.
    instances
        Of one training.
    processes
        Of one instance, each with its share of the batch.
    disk
        Of one instance, in GB.
    seconds
        In which a training has to end.
    wait
        Seconds in which it has to end with the waiting for spare capacity; None takes no spot instances.
    """

    instance: str
    instances: int
    processes: int
    disk: int
    seconds: int
    wait: int | None = None


@dataclass(frozen=True)
class Job:
    """A job.

    Attributes
    ----------
    name
        In SageMaker, and below `jobs/` in the store.
    place
        Where it runs.
    image
        Address of its container.
    compute
        Its machines.
    hyperparameters
        Options of its program.
    channels
        What it reads.
    tags
        Of the job.
    checkpoints
        Where its checkpoints are kept while it lasts and after it; None keeps none.
    recipe
        File of a recipe that does not ship with the program.
    tuning
        Set where it is a search.
    """

    name: str
    place: Place
    image: str
    compute: Compute
    hyperparameters: Mapping[str, str]
    channels: tuple[Channel, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    checkpoints: str | None = None
    recipe: Path | None = None
    tuning: Tuning | None = None

    @property
    def trainings(self) -> int:
        """How many trainings there are in all."""
        return self.tuning.trials if self.tuning else 1


def jobs_folder(store: str) -> str:
    """Return where a store has its jobs."""
    return f"{store}/jobs"


def new_name(model: str, now: datetime, *, tuning: bool) -> str:
    """Return a name for a job of a model: the model's and the second's."""
    longest = LONGEST_TUNING if tuning else LONGEST
    second = now.strftime("%Y%m%d-%H%M%S")
    plain = re.sub(r"[^a-zA-Z0-9]+", "-", model)[: longest - len(second) - 1].strip("-")
    return f"{plain or 'job'}-{second}"


def check_name(name: str, *, tuning: bool) -> None:
    """Check the name of a job.

    Raises
    ------
    LaunchError
        If SageMaker does not take it.
    """
    longest = LONGEST_TUNING if tuning else LONGEST
    if not _NAME.fullmatch(name):
        raise LaunchError(f"job {name!r} is not a name of letters and digits, with hyphens between them")
    if len(name) > longest:
        raise LaunchError(f"job {name!r} has {len(name)} letters; {longest} is the most")
