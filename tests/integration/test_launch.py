"""The command that sends a training, as a person calls it, against a server that plays AWS (moto)."""

import json
import os
import signal
import subprocess
import threading
import time

import pytest

from tests.parts import need
from tests.started_api import ROOT
from training.data import prepare
from training.launch.images import CPU, GPU, default_image

PYTHON = ROOT / ".venv-launch/bin/python"
PATIENCE = 120
REGION = "eu-west-1"
ROLE = "arn:aws:iam::123456789012:role/newsdesk-dev-TrainingRole-1"
LOG = "/aws/sagemaker/TrainingJobs"


@pytest.fixture(scope="module")
def python():
    need((PYTHON.parent.parent / ".installed").exists(), "SageMaker's SDK is not installed (make launch)")
    return PYTHON


@pytest.fixture(scope="module")
def bucket(aws):
    name = "models-of-launch"
    aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    rows = [
        f"headline {number} about {label},{label}" for label in ("Health", "Science") for number in range(40)
    ]
    (folder / "headlines.csv").write_text("\n".join(["headline,label", *rows]) + "\n")
    return prepare([folder / "headlines.csv"], folder / "prepared", valid=0.2, test=0.2, progress=False).path


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).write_text(name)
    (folder / "notes.txt").write_text("of no use to a job")
    return folder


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "mine.yaml"
    path.write_text("base: tests/tiny\nepochs: 3\n")
    return path


@pytest.fixture(scope="module")
def start(python, aws, bucket):
    """Start the command; with a store and a role unless told."""

    def start(*arguments, place=("--store", f"s3://{bucket}/team", "--role", ROLE), **more):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return subprocess.Popen(
            [python, "-m", "training.launch", *map(str, arguments), *place, "--every", "0.2"],
            cwd=ROOT,
            env=environment | aws.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture(scope="module")
def run(start):
    """Run it to its end; returns the exit code and what it printed."""

    def run(*arguments, **more):
        started = start(*arguments, **more)
        out, err = started.communicate(timeout=PATIENCE)
        return started.returncode, out, err

    return run


@pytest.fixture(scope="module")
def wishes(data, base, recipe):
    """For a training on two processes of a spot instance."""
    return (
        *(data, "--job", "mine-1", "--name", "mine", "--version", "1.10", "--recipe", recipe),
        *("--base-folder", base, "--processes", 2, "--spot", "--max-hours", 2, "--stage", "dev"),
        *("--learning-rate", "3e-5", "--no-group-by-length", "--owner", "desk", "--tag", "ticket=42"),
    )


@pytest.fixture(scope="module")
def sent(run, wishes):
    """What is printed when it is sent."""
    code, out, err = run(*wishes)
    assert (code, err) == (0, "")
    return out


@pytest.fixture(scope="module")
def described(sent, aws):
    return aws.client("sagemaker").describe_training_job(TrainingJobName="mine-1")


def keys(aws, bucket, prefix):
    found = aws.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix)
    return {item["Key"].removeprefix(prefix): item["Size"] for item in found.get("Contents", [])}


def jobs(aws):
    found = aws.client("sagemaker").list_training_jobs(MaxResults=100)["TrainingJobSummaries"]
    return {job["TrainingJobName"] for job in found}


def channels(described):
    return {
        one["ChannelName"]: one["DataSource"]["S3DataSource"]["S3Uri"] for one in described["InputDataConfig"]
    }


def say(aws, job, *messages):
    """Put lines into the log of a job."""
    logs = aws.client("logs")
    stream = f"{job}/algo-1-1800000000"
    if not logs.describe_log_groups(logGroupNamePrefix=LOG)["logGroups"]:
        logs.create_log_group(logGroupName=LOG)
    if not logs.describe_log_streams(logGroupName=LOG, logStreamNamePrefix=stream)["logStreams"]:
        logs.create_log_stream(logGroupName=LOG, logStreamName=stream)
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    logs.put_log_events(logGroupName=LOG, logStreamName=stream, logEvents=events)


def become(aws, job, **fields):
    """Let the server describe a job otherwise; see tests/moto_launcher.py."""
    sagemaker = aws.client("sagemaker")
    arn = sagemaker.describe_training_job(TrainingJobName=job)["TrainingJobArn"]
    sagemaker.add_tags(
        ResourceArn=arn, Tags=[{"Key": f"moto:{name}", "Value": value} for name, value in fields.items()]
    )


def test_it_says_where_the_job_is_and_nothing_else(sent):
    first, *rest = sent.splitlines()

    assert first == "sent mine-1; all of it is below s3://models-of-launch/team/jobs/mine-1/"
    assert rest == ["To follow it:", f"  python -m training.launch --follow mine-1 --region {REGION}"]


def test_the_job_reads_the_data_the_base_and_the_program(described, aws, bucket, data):
    folder = f"s3://{bucket}/team/jobs/mine-1"

    found = channels(described)

    assert {name: uri.rstrip("/") for name, uri in found.items()} == {
        "training": f"{folder}/data",
        "base": f"{folder}/base",
        "code": f"{folder}/code",
        "sm_drivers": f"{folder}/sm_drivers",
    }
    assert found["training"].endswith("/data/")
    uploaded = keys(aws, bucket, "team/jobs/mine-1/data/")
    assert uploaded == {path.name: path.stat().st_size for path in data.glob("*.json*")}
    assert keys(aws, bucket, "team/jobs/mine-1/base/").keys() == {
        *("config.json", "model.safetensors", "tokenizer.json")
    }
    code = keys(aws, bucket, "team/jobs/mine-1/code/").keys()
    assert {"train.py", "requirements.txt", "mine.yaml", "training/train.py", "model/headline.py"} <= code


def test_what_was_uploaded_is_all_below_the_folder_of_the_job(sent, aws, bucket):
    found = {key.split("/")[0] for key in keys(aws, bucket, "")}

    assert found == {"team"}
    assert {key.split("/")[0] for key in keys(aws, bucket, "team/")} == {"jobs"}


def test_the_settings_are_options_of_the_program(described):
    assert described["HyperParameters"] == {
        "name": "mine",
        "version": r'"\"1.10\""',  # and not the number 1.1, however often it is read
        "recipe": "mine.yaml",
        "epochs": "3",
        "learning-rate": "3e-05",
        "group-by-length": "false",
    }


def test_the_driver_makes_the_command_line_of_them_that_was_meant(described, python):
    # The files of the driver alone, as they are in the container; the second reads what the first has read.
    (drivers,) = python.parent.parent.glob("lib/python*/site-packages/sagemaker/train/container_drivers")
    code = (
        "import json, runpy, sys\n"
        "read = runpy.run_path(f'{sys.argv[1]}/scripts/environment.py')['deserialize_hyperparameters']\n"
        "write = runpy.run_path(f'{sys.argv[1]}/common/utils.py')['hyperparameters_to_cli_args']\n"
        "print(json.dumps(write(json.loads(json.dumps(read(json.loads(sys.argv[2])))))))"
    )

    said = subprocess.run(
        [python, "-c", code, drivers, json.dumps(described["HyperParameters"])],
        capture_output=True,
        text=True,
        check=True,
    )

    arguments = json.loads(said.stdout.splitlines()[-1])
    assert dict(zip(arguments[::2], arguments[1::2], strict=True)) == {
        "--name": "mine",
        "--version": "1.10",
        "--recipe": "mine.yaml",
        "--epochs": "3",
        "--learning-rate": "3e-05",
        "--group-by-length": "false",
    }


def test_the_machines_are_those_that_were_asked_for(described, aws, bucket, python):
    assert described["ResourceConfig"] == {
        "InstanceType": "ml.g5.xlarge",
        "InstanceCount": 1,
        "VolumeSizeInGB": 50,
    }
    assert described["EnableManagedSpotTraining"] is True
    assert described["StoppingCondition"] == {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 14400}
    drivers = aws.client("s3").get_object(Bucket=bucket, Key="team/jobs/mine-1/sm_drivers/distributed.json")
    assert json.load(drivers["Body"])["process_count_per_node"] == 2


def test_checkpoints_and_results_are_the_jobs_own(described, bucket):
    folder = f"s3://{bucket}/team/jobs"

    assert described["CheckpointConfig"]["S3Uri"] == f"{folder}/mine-1/checkpoints/"
    assert described["OutputDataConfig"]["S3OutputPath"] == f"{folder}/"
    assert described["RoleArn"] == ROLE


def test_the_container_is_aws_own_and_runs_torchrun(described):
    asked = described["AlgorithmSpecification"]

    assert asked["TrainingImage"].startswith(
        f"763104351884.dkr.ecr.{REGION}.amazonaws.com/pytorch:2.13-cu133-"
    )
    assert asked["ContainerEntrypoint"] == ["/bin/bash"]
    assert "sm_train.sh" in asked["ContainerArguments"][-1]


def test_the_figures_are_read_out_of_the_log(described):
    asked = {one["Name"]: one["Regex"] for one in described["AlgorithmSpecification"]["MetricDefinitions"]}

    assert {"train:loss", "valid:macro-f1", "valid:accuracy"} <= asked.keys()
    assert "eval_macro_f1" in asked["valid:macro-f1"]


def test_it_is_tagged(described, aws):
    found = aws.client("sagemaker").list_tags(ResourceArn=described["TrainingJobArn"])["Tags"]

    assert {tag["Key"]: tag["Value"] for tag in found} == {
        **{"service": "newsdesk", "stage": "dev", "owner": "desk", "model": "mine", "ticket": "42"}
    }


def test_a_dry_run_prints_the_request_and_the_cost_and_touches_nothing(described, run, wishes, aws, bucket):
    before = keys(aws, bucket, ""), jobs(aws)

    code, out, err = run(*wishes, "--dry-run", "--price-per-hour", 1.25)

    assert code == 0
    assert err == (
        "cost: at most $2.50 (1 x ml.g5.xlarge x 2 h x $1.25 an hour), if it takes all its time; "
        "spot instances cost at most that\n"
    )
    request = json.loads(out)
    del request["Tags"]  # which are not described
    assert request == {name: described[name] for name in request}
    assert (keys(aws, bucket, ""), jobs(aws)) == before


@pytest.fixture(scope="module")
def of_a_stage(sent, run, recipe, aws, bucket):
    """The request of a dry run by what a stage has, on data that the store has, and what is said of the cost."""
    output = {"ModelBucketName": "models-of-prod", "TrainingRoleArn": ROLE}
    template = {
        "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
        "Outputs": {name: {"Value": value} for name, value in output.items()},
    }
    aws.client("cloudformation").create_stack(
        StackName="newsdesk-launched", TemplateBody=json.dumps(template)
    )
    code, out, err = run(
        *(f"s3://{bucket}/team/jobs/mine-1/data", "--recipe", recipe, "--dry-run"),
        *("--instance-type", "ml.c6i.xlarge"),
        place=("--stage", "launched"),
    )
    assert code == 0, err
    return json.loads(out), err


def test_a_stage_knows_its_store_and_its_role(of_a_stage):
    request, _ = of_a_stage

    assert request["OutputDataConfig"]["S3OutputPath"] == "s3://models-of-prod/jobs/"
    assert request["RoleArn"] == ROLE
    assert {"Key": "stage", "Value": "launched"} in request["Tags"]


def test_data_in_the_store_stays_where_it_is(of_a_stage, bucket):
    request, _ = of_a_stage

    assert channels(request)["training"] == f"s3://{bucket}/team/jobs/mine-1/data/"


def test_a_price_that_cannot_be_had_is_not_made_up(of_a_stage):
    _, said = of_a_stage  # moto plays no price list

    assert said.startswith(
        "cost: at most 1 x ml.c6i.xlarge x 4 h, at a price that is not known here: AWS was asked"
    )
    assert "--price-per-hour DOLLARS" in said


def test_without_a_gpu_it_is_another_image(of_a_stage):
    request, _ = of_a_stage

    assert request["AlgorithmSpecification"]["TrainingImage"].endswith("/pytorch:2.13-cpu-amzn2023-sagemaker")


def test_a_search_has_its_ranges_its_trials_and_its_objective(run, data, recipe, aws, bucket):
    code, out, err = run(
        *(data, "--job", "search-1", "--recipe", recipe, "--epochs", 2, "--version", "1.10"),
        *("--tune", "learning-rate=1e-5..1e-3", "batch-size=16,32", "patience=1..3"),
        *("--trials", 6, "--parallel", 3, "--strategy", "Random", "--spot", "--wait"),
    )

    assert code == 0, err
    assert "search-1: Completed" in out.splitlines()[-1]
    search = aws.client("sagemaker").describe_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="search-1"
    )
    config = search["HyperParameterTuningJobConfig"]
    assert config["Strategy"] == "Random"
    assert config["ResourceLimits"] == {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 3}
    assert config["HyperParameterTuningJobObjective"] == {"Type": "Maximize", "MetricName": "valid:macro-f1"}
    ranges = config["ParameterRanges"]
    (rate,) = ranges["ContinuousParameterRanges"]
    assert (rate["Name"], rate["MinValue"], rate["MaxValue"]) == ("learning-rate", "1e-05", "0.001")
    assert rate["ScalingType"] == "Logarithmic"
    assert ranges["CategoricalParameterRanges"] == [{"Name": "batch-size", "Values": ["16", "32"]}]
    assert [one["Name"] for one in ranges["IntegerParameterRanges"]] == ["patience"]
    asked = search["TrainingJobDefinition"]
    assert asked["StaticHyperParameters"]["epochs"] == "2"
    assert asked["StaticHyperParameters"]["version"] == '"1.10"'  # which the toolkit reads once
    assert asked["EnableManagedSpotTraining"] is True
    assert "CheckpointConfig" not in asked  # one folder for all of them would mix them up
    program = asked["StaticHyperParameters"]["sagemaker_submit_directory"]
    assert program.startswith(f"s3://{bucket}/team/jobs/search-1/")
    assert keys(aws, bucket, program.removeprefix(f"s3://{bucket}/"))


def test_waiting_shows_what_the_job_says_and_how_far_it_is(start, data, recipe, aws):
    waiting = start(
        *(data, "--job", "slow-1", "--recipe", recipe, "--wait"),
        *("--tag", "moto:TrainingJobStatus=InProgress", "--tag", "moto:SecondaryStatus=Training"),
    )
    errors = []
    reading = threading.Thread(target=lambda: errors.extend(waiting.stderr))
    reading.start()

    until(lambda: any("InProgress: Training" in line for line in errors))
    say(aws, "slow-1", "{'loss': '0.91', 'epoch': '0.5'}", "\r 10%|#   | 1/14 [00:00<00:00, 53.88it/s]\r")
    until(lambda: any("epoch 0.50 of 3, loss 0.91" in line for line in errors))
    say(aws, "slow-1", "{'eval_loss': '0.7', 'eval_macro_f1': '0.8812', 'epoch': '1'}")
    until(lambda: any("macro-F1 0.8812" in line for line in errors))
    say(aws, "slow-1", "the last words")
    become(
        aws, "slow-1", TrainingJobStatus="Completed", SecondaryStatus="Completed", BillableTimeInSeconds="187"
    )
    out = waiting.stdout.read()
    reading.join()

    assert waiting.wait(PATIENCE) == 0
    assert "of which 187 s are billed" in errors[-1]
    lines = out.splitlines()
    assert lines[1:] == [
        "{'loss': '0.91', 'epoch': '0.5'}",
        "{'eval_loss': '0.7', 'eval_macro_f1': '0.8812', 'epoch': '1'}",
        "the last words",
        "slow-1 is done; the model is in s3://models-of-launch/team/jobs/slow-1/output/model.tar.gz",
    ]


@pytest.fixture(scope="module")
def with_checkpoint(sent, aws, bucket):
    """A job that has left a checkpoint."""
    key = "team/jobs/mine-1/checkpoints/checkpoint-7/average.safetensors"
    aws.client("s3").put_object(Bucket=bucket, Key=key, Body=b"weights")
    return "mine-1"


@pytest.fixture(scope="module")
def interrupted(start, data, recipe, with_checkpoint):
    """Of a job that goes on from there, the exit code after Ctrl-C, and what is printed then."""
    waiting = start(
        *(data, "--job", "long-1", "--recipe", recipe, "--spot", "--resume", with_checkpoint, "--wait"),
        *("--tag", "moto:TrainingJobStatus=InProgress"),
    )
    assert "InProgress" in waiting.stderr.readline()
    waiting.send_signal(signal.SIGINT)
    _, err = waiting.communicate(timeout=PATIENCE)
    return waiting.returncode, err


def test_ctrl_c_leaves_the_job_alone_and_says_how_to_follow_and_how_to_stop_it(interrupted, aws):
    code, err = interrupted

    assert code == 130
    assert err.strip().splitlines() == [
        "long-1 goes on. To follow it:",
        f"  python -m training.launch --follow long-1 --region {REGION}",
        "To stop it:",
        f"  aws sagemaker stop-training-job --training-job-name long-1 --region {REGION}",
    ]
    described = aws.client("sagemaker").describe_training_job(TrainingJobName="long-1")
    assert described["TrainingJobStatus"] == "InProgress"


@pytest.mark.usefixtures("interrupted")
def test_a_job_goes_on_from_the_checkpoints_of_another(aws, bucket):
    resumed = aws.client("sagemaker").describe_training_job(TrainingJobName="long-1")

    assert resumed["CheckpointConfig"]["S3Uri"] == f"s3://{bucket}/team/jobs/mine-1/checkpoints/"
    assert channels(resumed)["training"] == f"s3://{bucket}/team/jobs/long-1/data/"


@pytest.mark.usefixtures("interrupted")
def test_a_job_that_fails_while_it_is_followed_says_why_and_how_to_go_on(run, aws):
    become(aws, "long-1", TrainingJobStatus="Failed", FailureReason="no capacity was left")

    code, _, err = run("--follow", "long-1", place=())

    assert code == 1
    assert "long-1 has failed: no capacity was left" in err
    assert "--resume long-1" in err


def test_what_cannot_be_is_refused_before_anything_is_uploaded(run, data, recipe, aws, bucket):
    before = keys(aws, bucket, "")

    code, out, err = run(data, "--recipe", recipe, "--batch-size", 30, "--processes", 4)

    assert (code, out) == (2, "")
    assert err == "error: batch size 30 cannot be shared by 4 processes, 4 on each of 1 instances\n"
    assert keys(aws, bucket, "") == before


@pytest.mark.parametrize("arguments", [["--help"], ["--dry-run"]], ids=["help", "a parse error"])
def test_neither_help_nor_a_mistake_waits_for_the_sdk(python, arguments):
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['training.launch', *{arguments!r}]\n"
        "try:\n    runpy.run_module('training.launch', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.split('.')[0] in {'sagemaker', 'torch', 'transformers'}])"
    )

    done = subprocess.run([python, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[-1] == "[]"


def test_there_is_no_pytorch_beside_the_sdk(python):
    code = "import importlib.util as found; print(found.find_spec('torch'), found.find_spec('transformers'))"

    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "None None\n"


def test_the_images_are_in_the_registries_that_the_sdk_knows(python):
    (folder,) = python.parent.parent.glob("lib/python*/site-packages/sagemaker/core/image_uri_config")
    found = json.loads((folder / "pytorch-amzn2023.json").read_text())["training"]["versions"]["2.13"]

    for image, kind, instance in ((CPU, "cpu", "ml.m5.xlarge"), (GPU, "gpu", "ml.g5.xlarge")):
        assert image == f"{found['repository']}:{found['tag_prefix']}-{found['container_version'][kind]}"
        regions = {name: account for name, account in found["registries"].items() if "iso" not in name}
        assert len(regions) > 20
        assert {name: default_image(instance, name).split(".")[0] for name in regions} == regions


def until(happened):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)
