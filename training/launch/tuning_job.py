"""A search that was sent: how many trainings are done, and which was the best."""

from typing import Any

from training.aws import client_of
from training.launch.aws import asked
from training.launch.look import Look, elapsed
from training.launch.training_job import COMPLETED, ENDED


class TuningJob:
    """A search.

    Parameters
    ----------
    name
        Of the job.
    region
        Of AWS.
    """

    def __init__(self, name: str, region: str) -> None:
        self.name = name
        self._region = region
        self._client = client_of("sagemaker", region)

    def look(self) -> Look:
        with asked(f"for the search {self.name}"):
            found = self._client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=self.name)
        status = found["HyperParameterTuningJobStatus"]
        counts = found.get("TrainingJobStatusCounters", {})
        wanted = found["HyperParameterTuningJobConfig"]["ResourceLimits"]["MaxNumberOfTrainingJobs"]
        failed = counts.get("NonRetryableError", 0)
        state = f"{status}, {counts.get('Completed', 0)} of {wanted} trainings are done"
        state += f", {counts.get('InProgress', 0)} run" + (f", {failed} have failed" if failed else "")
        best = _best(found.get("BestTrainingJob", {}))
        times = elapsed(found["CreationTime"], found.get("HyperParameterTuningEndTime"))
        ended = (
            f"{self.name}: {status}{best or ', and no training was measured'}" if status in ENDED else None
        )
        return Look(state + best, times, ended=ended, good=status == COMPLETED)

    def stopping(self) -> str:
        return (
            "aws sagemaker stop-hyper-parameter-tuning-job "
            f"--hyper-parameter-tuning-job-name {self.name} --region {self._region}"
        )


def _best(job: dict[str, Any]) -> str:
    if "FinalHyperParameterTuningJobObjectiveMetric" not in job:
        return ""
    value = job["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
    settings = " ".join(f"--{name} {value}" for name, value in job.get("TunedHyperParameters", {}).items())
    return f"; the best has macro-F1 {value:.4f}: {job['TrainingJobName']} ({settings})"
