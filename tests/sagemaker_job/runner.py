"""Training jobs that were submitted to moto, carried out: its server takes them, and computes nothing."""

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.sagemaker_job.bucket import Mirror, download, upload_packed
from tests.sagemaker_job.instances import Instances
from tests.started_moto import StartedMoto

PATIENCE = 300
"""Seconds a loaded machine may take for a job."""
LOOK = 0.1
"""Seconds between two looks at the folder of the checkpoints."""
REPRIEVE = 0.3
"""Seconds between SIGTERM and SIGKILL: two minutes at SageMaker."""


class Job:
    """A job whose instances run; made by `started_job`.

    Attributes
    ----------
    description
        What `DescribeTrainingJob` says.
    roots
        What is below /opt/ml, by instance.
    """

    def __init__(
        self,
        aws: StartedMoto,
        name: str,
        folder: Path,
        environment: Mapping[str, str],
        files: Mapping[str, Path],
    ) -> None:
        self._s3 = aws.client("s3")
        self.description = aws.client("sagemaker").describe_training_job(TrainingJobName=name)
        self.name = name
        hosts = [f"algo-{n + 1}" for n in range(self.description["ResourceConfig"]["InstanceCount"])]
        self.roots = {host: folder / host / "ml" for host in hosts}
        for host, root in self.roots.items():
            self._fill(root, host, hosts)
            for path, source in files.items():
                shutil.copytree(source, root / path)
        checkpoints = self.description.get("CheckpointConfig")
        self._mirrors = (
            [Mirror(self._s3, root / "checkpoints", checkpoints["S3Uri"]) for root in self.roots.values()]
            if checkpoints
            else []
        )
        algorithm = self.description["AlgorithmSpecification"]
        self.instances = Instances(
            self.roots,
            folder,
            [*algorithm["ContainerEntrypoint"], *algorithm.get("ContainerArguments", [])],
            {
                **self.description.get("Environment", {}),
                **environment,
                "TRAINING_JOB_NAME": name,
                "TRAINING_JOB_ARN": self.description["TrainingJobArn"],
            },
        )

    def _fill(self, root: Path, host: str, hosts: list[str]) -> None:
        """Write what SageMaker writes before the container starts."""
        for path in ("input/config", "output/data", "model", "checkpoints"):
            (root / path).mkdir(parents=True)
        channels = {}
        for channel in self.description["InputDataConfig"]:
            name = channel["ChannelName"]
            download(self._s3, channel["DataSource"]["S3DataSource"]["S3Uri"], root / "input" / "data" / name)
            channels[name] = {
                "TrainingInputMode": "File",
                "S3DistributionType": "FullyReplicated",
                "RecordWrapperType": "None",
            }
        if "CheckpointConfig" in self.description:
            download(self._s3, self.description["CheckpointConfig"]["S3Uri"], root / "checkpoints")
        kind = self.description["ResourceConfig"]["InstanceType"]
        group = {"instance_group_name": "homogeneousCluster", "instance_type": kind, "hosts": hosts}
        resources = {
            "current_host": host,
            "current_instance_type": kind,
            "current_group_name": "homogeneousCluster",
            "hosts": hosts,
            "instance_groups": [group],
            "network_interface_name": "lo",
        }
        content = {
            "hyperparameters": self.description.get("HyperParameters", {}),
            "inputdataconfig": channels,
            "resourceconfig": resources,
        }
        for name, value in content.items():
            (root / "input" / "config" / f"{name}.json").write_text(json.dumps(value))

    @property
    def failure(self) -> str:
        """What the first instance that failed says of it; empty where none did."""
        files = [root / "output" / "failure" for root in self.roots.values()]
        return next((path.read_text() for path in files if path.is_file()), "")

    def wait(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep the checkpoints in S3 until all instances are at their end, or a condition holds."""
        end = time.monotonic() + PATIENCE
        while self.instances.running and not until():
            assert time.monotonic() < end, f"the job takes too long:\n{self.instances.output()}"
            self._keep()
            time.sleep(LOOK)

    def finish(self) -> None:
        """Wait for a job that succeeds, and put what it leaves into S3."""
        self.wait()
        assert self.instances.codes == [0] * len(self.roots), f"{self.failure}\n{self.instances.output()}"
        self._keep()
        output = f"{self.description['OutputDataConfig']['S3OutputPath'].rstrip('/')}/{self.name}/output"
        # The folders of all instances come into one archive; only the first may have put anything into its own.
        first, *others = self.roots.values()
        assert not [path for root in others for path in (root / "model").iterdir()]
        upload_packed(self._s3, first / "model", f"{output}/model.tar.gz")
        upload_packed(self._s3, first / "output" / "data", f"{output}/output.tar.gz")
        assert self.description["ModelArtifacts"]["S3ModelArtifacts"] == f"{output}/model.tar.gz"

    def interrupt(self) -> None:
        """Take the instances back, as spot does; what was not copied to S3 by then is lost."""
        self.instances.signal(signal.SIGTERM)
        end = time.monotonic() + REPRIEVE
        self.wait(lambda: time.monotonic() > end)
        self.instances.close()

    def _keep(self) -> None:
        for mirror in self._mirrors:
            mirror.update()


@contextmanager
def started_job(
    aws: StartedMoto,
    name: str,
    folder: Path,
    environment: Mapping[str, str] = MappingProxyType({}),
    files: Mapping[str, Path] = MappingProxyType({}),
) -> Iterator[Job]:
    """Run the instances of a submitted job.

    Parameters
    ----------
    aws
        Whom it was submitted to.
    name
        Of the job.
    folder
        For what is below /opt/ml on each of them.
    environment
        More of the containers.
    files
        Folders that are to be below /opt/ml too, by their paths there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(aws, name, folder, environment, files)
    try:
        yield job
    finally:
        job.instances.close()
