"""Where SageMaker puts what a job reads, and looks for what it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from training.recipe import RecipeError


@dataclass(frozen=True)
class Container:
    """The container of a training job, as its environment describes it.

    Attributes
    ----------
    training
        Channel with a folder of prepared headlines.
    base
        Channel with the base checkpoint, where it is not to come from the Hugging Face Hub.
    behaviour
        Channel with the behaviour cases that the model is held to.
    model
        Folder that becomes `model.tar.gz`.
    output
        Folder that becomes `output.tar.gz`.
    failure
        File whose text SageMaker gives as the reason of a failure.
    rank
        Number of this process among all of the job; 0 is on the first instance.
    processes
        How many there are.
    """

    training: Path
    base: Path | None
    behaviour: Path | None
    model: Path
    output: Path
    failure: Path
    rank: int = 0
    processes: int = 1

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Return the container that an environment describes.

        Raises
        ------
        RecipeError
            If the job has no channel `training`.
        """
        if "SM_CHANNEL_TRAINING" not in environment:
            raise RecipeError("the job has no channel `training`: SM_CHANNEL_TRAINING is not set")

        def channel(name: str) -> Path | None:
            path = environment.get(f"SM_CHANNEL_{name}")
            return Path(path) if path else None

        return cls(
            training=Path(environment["SM_CHANNEL_TRAINING"]),
            base=channel("BASE"),
            behaviour=channel("BEHAVIOUR"),
            model=Path(environment.get("SM_MODEL_DIR", "/opt/ml/model")),
            output=Path(environment.get("SM_OUTPUT_DATA_DIR", "/opt/ml/output/data")),
            failure=failure_file(environment),
            rank=int(environment.get("RANK", "0")),
            processes=int(environment.get("WORLD_SIZE", "1")),
        )

    @property
    def is_first(self) -> bool:
        """Whether this process is the one that writes."""
        return self.rank == 0


def failure_file(environment: Mapping[str, str]) -> Path:
    """Return where the reason of a failure is to be written."""
    return Path(environment.get("SM_OUTPUT_FAILURE", "/opt/ml/output/failure"))
