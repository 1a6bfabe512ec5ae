import json
import shutil

import pytest

from training.launch import __main__ as command
from training.launch.errors import LaunchError

ROLE = "arn:aws:iam::123456789012:role/mine"
PLACE = ["--bucket", "models", "--role", ROLE]


@pytest.fixture
def submitted(monkeypatch):
    """What was sent, in place of the SDK, which is not there: jobs, and the files of their sources."""
    jobs = []

    def submit(job, source):
        jobs.append(
            (job, {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()})
        )

    monkeypatch.setattr(command, "submit", submit)
    return jobs


@pytest.fixture
def wishes(data, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("base: mine\n")
    return [str(data.path), *PLACE, "--job", "mine-1", "--recipe", str(path)]


@pytest.fixture
def uploaded(aws, bucket):
    """Give the keys of what was uploaded."""
    return lambda: {one["Key"] for one in aws("s3").list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_the_data_is_there_before_the_job_is_sent(submitted, wishes, uploaded, capsys):
    code = command.main(wishes)

    assert code == 0
    ((job, source),) = submitted
    assert job.name == "mine-1"
    assert {"train.py", "requirements.txt", "mine.yaml", "training/train.py"} <= source
    assert "jobs/mine-1/data/train.jsonl" in uploaded()
    assert "python -m training.launch --follow mine-1 --region eu-west-1" in capsys.readouterr().out


def test_a_dry_run_sends_nothing(submitted, wishes, uploaded, capsys, monkeypatch):
    monkeypatch.setattr(command, "request_of", lambda job, source: {"TrainingJobName": job.name})

    code = command.main([*wishes, "--dry-run", "--price-per-hour", "2"])

    assert code == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"TrainingJobName": "mine-1"}
    assert err.startswith("cost: at most $8.00")
    assert submitted == []
    assert uploaded() == set()


def test_what_is_wrong_is_told_before_anything_is_uploaded(submitted, data, uploaded, capsys, tmp_path):
    broken = shutil.copytree(data.path, tmp_path / "broken")
    (broken / "train.jsonl").write_text("")

    code = command.main([str(broken), *PLACE])

    assert code == 2
    assert "train.jsonl is not the file that was prepared" in capsys.readouterr().err
    assert submitted == []
    assert uploaded() == set()


def test_a_job_is_not_sent_over_another_of_its_name(submitted, wishes, send, uploaded, capsys):
    send("mine-1")

    assert command.main(wishes) == 2
    assert "there is a job 'mine-1' in eu-west-1 already; choose another --job" in capsys.readouterr().err
    assert submitted == []
    assert uploaded() == set()


@pytest.mark.parametrize("arguments", [[], ["data", "--follow", "mine-1"]], ids=["nothing", "both"])
def test_there_is_data_or_a_job_to_follow(arguments, capsys):
    with pytest.raises(SystemExit):
        command.main(arguments)

    assert "give DATA, or --follow JOB" in capsys.readouterr().err


def test_a_job_that_was_sent_is_followed(send, capsys):
    send("mine-1")

    assert command.main(["--follow", "mine-1"]) == 0
    assert "mine-1 is done" in capsys.readouterr().out


def test_ctrl_c_says_that_the_job_goes_on(send, capsys, monkeypatch):
    send("mine-1")

    def interrupted(job, every):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "follow", interrupted)

    assert command.main(["--follow", "mine-1"]) == 130
    said = capsys.readouterr().err
    assert "mine-1 goes on." in said
    assert "aws sagemaker stop-training-job --training-job-name mine-1 --region eu-west-1" in said


@pytest.mark.usefixtures("submitted", "bucket")
def test_ctrl_c_says_that_the_job_goes_on_before_it_is_found_too(wishes, capsys, monkeypatch):
    def interrupted(name, region):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "find_job", interrupted)

    assert command.main([*wishes, "--wait"]) == 130
    said = capsys.readouterr().err
    assert "mine-1 goes on." in said
    assert "no job was sent" not in said


@pytest.mark.usefixtures("bucket")
def test_ctrl_c_while_it_is_sent_says_that_it_may_have_been(wishes, capsys, monkeypatch):
    def interrupted(job, source):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "submit", interrupted)

    assert command.main(wishes) == 130
    said = capsys.readouterr().err
    assert "stopped while mine-1 was sent; if it was, it goes on." in said
    assert "--follow mine-1" in said


def test_who_cannot_look_any_longer_is_told_that_the_job_goes_on(send, capsys, monkeypatch):
    send("mine-1")

    def expired(job, every):
        raise LaunchError("AWS was asked for the job mine-1: the security token is expired")

    monkeypatch.setattr(command, "follow", expired)

    assert command.main(["--follow", "mine-1"]) == 2
    said = capsys.readouterr().err
    assert "the security token is expired\nmine-1 goes on. To follow it:" in said


def test_ctrl_c_before_it_is_sent_says_that_it_was_not(data, capsys, monkeypatch):
    def interrupted(options, now):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "plan", interrupted)

    assert command.main([str(data.path), *PLACE]) == 130
    assert "no job was sent" in capsys.readouterr().err
