"""Submit training jobs with SageMaker's SDK, in its environment: `python submission.py SPECIFICATIONS.json`."""

import json
import os
import sys
from pathlib import Path

import boto3
from sagemaker.core.resources import TrainingJob
from sagemaker.core.training.configs import (
    CheckpointConfig,
    Compute,
    InputData,
    OutputDataConfig,
    SourceCode,
    StoppingCondition,
)
from sagemaker.train import ModelTrainer
from sagemaker.train.distributed import Torchrun
from sagemaker.train.model_trainer import Session


def submit(given: dict) -> str:
    """Submit a job as it is specified; return the name that it got."""
    trainer = ModelTrainer(
        sagemaker_session=Session(
            boto_session=boto3.Session(region_name=os.environ["AWS_REGION"]), default_bucket=given["bucket"]
        ),
        training_image="123456789012.dkr.ecr.eu-west-1.amazonaws.com/pytorch:cpu",
        role="arn:aws:iam::123456789012:role/training",
        base_job_name=given["name"],
        source_code=SourceCode(
            source_dir=given["source"], entry_script="train.py", requirements="requirements.txt"
        ),
        compute=Compute(
            instance_type="ml.c5.xlarge",
            instance_count=given["instances"],
            enable_managed_spot_training=True,
        ),
        distributed=Torchrun(process_count_per_node=given["processes"]),
        hyperparameters=given["hyperparameters"],
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{given['bucket']}/output"),
        checkpoint_config=CheckpointConfig(s3_uri=f"s3://{given['bucket']}/checkpoints/{given['name']}"),
        stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),
    )
    channels = [InputData(channel_name=name, data_source=uri) for name, uri in given["channels"].items()]
    trainer.train(input_data_config=channels, wait=False, logs=False)
    return trainer._latest_training_job.training_job_name


first, *others = json.loads(Path(sys.argv[1]).read_text())
names = [submit(first)]
# The source is in S3 by now, and need not be uploaded for each of them.
(code,) = (
    channel.data_source.s3_data_source.s3_uri
    for channel in TrainingJob.get(names[0]).input_data_config
    if channel.channel_name == "code"
)
names += [submit(other | {"source": f"{code}/"}) for other in others]
Path(sys.argv[2]).write_text(json.dumps(names))
