"""A training that was sent: its state, and its log."""

from typing import Any

from training.aws import client_of
from training.launch.aws import asked
from training.launch.log import Log
from training.launch.look import Look, elapsed
from training.launch.progress import Progress
from training.recipe import RecipeError, load_recipe

COMPLETED = "Completed"
ENDED = (COMPLETED, "Failed", "Stopped")


class TrainingJob:
    """A training.

    Parameters
    ----------
    name
        Of the job.
    region
        Of AWS.
    described
        What SageMaker has said of it.
    """

    def __init__(self, name: str, region: str, described: dict[str, Any]) -> None:
        self.name = name
        self._region = region
        self._client = client_of("sagemaker", region)
        self._log = Log(name, region)
        self._progress = Progress(_epochs(described.get("HyperParameters", {})))

    def look(self) -> Look:
        with asked(f"for the job {self.name}"):
            found = self._client.describe_training_job(TrainingJobName=self.name)
        # After the state: what was said before the end is there once the job has ended.
        lines = list(self._log.new_lines())
        for line in lines:
            self._progress.read(line)
        status, step = found["TrainingJobStatus"], found.get("SecondaryStatus", "")
        state = status if step in ("", status) else f"{status}: {step}"
        progress = str(self._progress)
        times = elapsed(found["CreationTime"], found.get("TrainingEndTime") if status in ENDED else None)
        if "BillableTimeInSeconds" in found:
            times += f", of which {found['BillableTimeInSeconds']:,} s are billed"
        ended = self._ending(found) if status in ENDED else None
        return Look(
            f"{state}, {progress}" if progress else state, times, lines, ended, good=status == COMPLETED
        )

    def stopping(self) -> str:
        return f"aws sagemaker stop-training-job --training-job-name {self.name} --region {self._region}"

    def _ending(self, found: dict[str, Any]) -> str:
        status = found["TrainingJobStatus"]
        if status == COMPLETED:
            return f"{self.name} is done; the model is in {found['ModelArtifacts']['S3ModelArtifacts']}"
        reason = found.get("FailureReason", "")
        said = f"{self.name} has failed: {reason}" if status == "Failed" else f"{self.name} was stopped"
        if "CheckpointConfig" in found:
            said += f"\nto go on from its checkpoints, send it again with --resume {self.name}"
        return said


def _epochs(hyperparameters: dict[str, str]) -> int | None:
    """Return the most epochs of a training, by its options or by its recipe if that ships with the project."""
    try:
        given = hyperparameters.get("epochs")
        return int(given) if given else load_recipe(hyperparameters.get("recipe", "")).epochs
    except (ValueError, RecipeError):
        return None
