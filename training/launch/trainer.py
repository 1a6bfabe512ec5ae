"""A job as SageMaker's SDK sends it: the one place that knows the SDK."""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from model.storage import split_s3_uri
from training.launch.aws import asked
from training.launch.job import Job, jobs_folder
from training.launch.metric_definitions import METRICS, OBJECTIVE
from training.launch.tuning import Between, Range, Tuning

SCRIPT, REQUIREMENTS = "train.py", "requirements.txt"
"""Of the job's source."""
_CREATES = ("CreateTrainingJob", "CreateHyperParameterTuningJob")


class _Withheld(Exception):  # noqa: N818 (it is no error: it ends the way of a request that is not to be sent)
    """A request on the point of being sent."""

    def __init__(self, request: dict[str, Any]) -> None:
        super().__init__()
        self.request = request


def submit(job: Job, source: Path) -> None:
    """Put the source of a job into the store, and send the job.

    Raises
    ------
    LaunchError
        If AWS says no.
    """
    import boto3

    with asked(f"to start the job {job.name}"), _quiet():
        _send(job, source, boto3.Session(region_name=job.place.region))


def request_of(job: Job, source: Path) -> dict[str, Any]:
    """Return the request that `submit` sends, without asking AWS for anything."""
    import boto3

    # Without credentials that anybody takes, and every call is answered here.
    session = boto3.Session("nobody", "nothing", region_name=job.place.region)
    session.events.register("before-call", _withhold)  # type: ignore[arg-type] # its answer is taken
    try:
        with _quiet():
            _send(job, source, session)
    except _Withheld as withheld:
        return withheld.request
    raise AssertionError("the SDK sent no request")


def _withhold(model: Any, params: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
    if model.name in _CREATES:
        raise _Withheld(json.loads(params["body"]))
    return SimpleNamespace(status_code=200), {}


def _send(job: Job, source: Path, boto_session: Any) -> None:
    from sagemaker.core.shapes import Tag
    from sagemaker.core.training.configs import (
        CheckpointConfig,
        Compute,
        InputData,
        OutputDataConfig,
        SourceCode,
        StoppingCondition,
    )
    from sagemaker.train.distributed import Torchrun

    _, folder = split_s3_uri(f"{jobs_folder(job.place.store)}/{job.name}")
    machines = job.compute
    limits = {"max_runtime_in_seconds": machines.seconds}
    if machines.wait is not None:
        limits["max_wait_time_in_seconds"] = machines.wait
    trainer = _trainer_class(job, folder)(
        sagemaker_session=_session_class(job.place.bucket)(
            boto_session=boto_session,
            # Neither a file of defaults is read, nor a word sent to the makers of the SDK.
            sagemaker_config={
                "SchemaVersion": "1.0",
                "SageMaker": {"PythonSDK": {"Modules": {"TelemetryOptOut": True}}},
            },
        ),
        training_image=job.image,
        role=job.place.role,
        base_job_name=folder,  # of all that the SDK uploads
        source_code=SourceCode(source_dir=str(source), entry_script=SCRIPT, requirements=REQUIREMENTS),
        compute=Compute(
            instance_type=machines.instance,
            instance_count=machines.instances,
            volume_size_in_gb=machines.disk,
            enable_managed_spot_training=machines.wait is not None,
        ),
        distributed=Torchrun(process_count_per_node=machines.processes),
        hyperparameters=dict(job.hyperparameters),
        output_data_config=OutputDataConfig(
            s3_output_path=f"{jobs_folder(job.place.store)}/", compression_type="GZIP"
        ),
        stopping_condition=StoppingCondition(**limits),
        checkpoint_config=CheckpointConfig(s3_uri=job.checkpoints) if job.checkpoints else None,
        tags=[Tag(key=key, value=value) for key, value in job.tags.items()],
    )
    inputs = [InputData(channel_name=one.name, data_source=one.uri) for one in job.channels]
    if job.tuning is None:
        from sagemaker.core.shapes import MetricDefinition

        metrics = [MetricDefinition(name=name, regex=regex) for name, regex in METRICS.items()]
        trainer.with_metric_definitions(metrics)
        trainer.train(input_data_config=inputs, wait=False, logs=False)
    else:
        _tuner(job.tuning, job.tags, trainer).tune(inputs=inputs, job_name=job.name, wait=False)


def _tuner(tuning: Tuning, tags: Mapping[str, str], trainer: Any) -> Any:
    from sagemaker.train.tuner import HyperparameterTuner

    return HyperparameterTuner(
        model_trainer=trainer,
        objective_metric_name=OBJECTIVE,
        objective_type="Maximize",
        hyperparameter_ranges={
            name.replace("_", "-"): _parameter(one) for name, one in tuning.ranges.items()
        },
        metric_definitions=[{"Name": name, "Regex": regex} for name, regex in METRICS.items()],
        strategy=tuning.strategy,
        max_jobs=tuning.trials,
        max_parallel_jobs=tuning.parallel,
        tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )


def _parameter(one: Range) -> Any:
    from sagemaker.core.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter

    if not isinstance(one, Between):
        return CategoricalParameter([json.dumps(v) if not isinstance(v, str) else v for v in one.values])
    if one.whole:
        return IntegerParameter(int(one.low), int(one.high))
    # Over a range of several powers of ten, as many are tried of each.
    wide = one.low > 0 and one.high / one.low >= 10
    return ContinuousParameter(one.low, one.high, scaling_type="Logarithmic" if wide else "Auto")


def _session_class(bucket: str) -> Any:
    from sagemaker.train.model_trainer import Session

    class StoreSession(Session):  # type: ignore[misc]
        """A session whose bucket is the store's. The SDK's own looks whether there is one, and else makes it."""

        def default_bucket(self) -> str:
            return bucket

    return StoreSession


def _trainer_class(job: Job, folder: str) -> Any:
    from sagemaker.train import ModelTrainer

    class NamedTrainer(ModelTrainer):  # type: ignore[misc]
        """A trainer whose job has the name that it was given, and all it reads below one folder.

        The SDK makes up a name for each training and gives no way to choose it; but the data, the checkpoints and
        whoever follows the job need to know it before it is sent.
        """

        def _create_training_job_args(self, *arguments: Any, **named: Any) -> dict[str, Any]:
            request: dict[str, Any] = super()._create_training_job_args(*arguments, **named)
            return request | {"training_job_name": job.name}

        def create_input_data_channel(
            self, channel_name: str, data_source: Any, key_prefix: str | None = None, **named: Any
        ) -> Any:
            return super().create_input_data_channel(channel_name, data_source, key_prefix=folder, **named)

        def _resolve_staging_bucket(self) -> tuple[str, None]:
            # The SDK would ask IAM what the role may do, which whoever starts a job need not be allowed to.
            return job.place.bucket, None

    return NamedTrainer


@contextmanager
def _quiet() -> Iterator[None]:
    """Let the SDK say only what is wrong; it prints boxes of what it does."""
    os.environ["SAGEMAKER_VALIDATE_ROLE"] = "false"  # which asks IAM, too
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
