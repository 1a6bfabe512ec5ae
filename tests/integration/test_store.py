"""A store of releases on a server that speaks S3, over sockets: races, cut connections, killed publishers."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import boto3
import pytest

from model.artifact import FILES, MANIFEST, open_artifact
from model.errors import ArtifactError
from tests.racing import promote_each, publish_each, racing
from tests.releases import content_of, make_release
from tests.started_api import ROOT
from tests.unruly_proxy import UnrulyProxy
from training.release import build_tarball
from training.release.__main__ import main
from training.release.pointer import read_pointer
from training.release.published import ANSWERS, contents_of
from training.release.store import Store

ROUNDS = 15
CARD = os.urandom(4_000_000)
"""Large enough for a connection to be cut in the middle of it."""
HALF = len(CARD) // 2


@pytest.fixture(autouse=True)
def environment(aws, monkeypatch):
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def store(aws, request, monkeypatch):
    """A store of the test's own, which the commands find in the environment; its bucket keeps old versions."""
    bucket = f"store-{abs(hash(request.node.name))}"
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    monkeypatch.setenv("NEWSDESK_STORE", f"s3://{bucket}/of/desk")
    return Store(f"s3://{bucket}/of/desk")


@pytest.fixture
def run(capsys):
    """Run a command; returns its exit code and all it printed."""

    def run(*command):
        capsys.readouterr()
        code = main([str(word) for word in command])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def through(aws):
    """Put a proxy between the commands and the server for a while."""

    @contextmanager
    def through(moment, **more):
        with (
            UnrulyProxy(int(aws.address.rpartition(":")[2]), moment, **more) as proxy,
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setenv("AWS_ENDPOINT_URL", proxy.address)
            yield proxy

    return through


def versions_of(aws, store):
    """Every version of every object, by key: what was ever written."""
    found = {}
    for one in aws.client("s3").list_object_versions(Bucket=store.bucket)["Versions"]:
        found.setdefault(one["Key"].removeprefix(f"{store.prefix}/"), []).append(one["VersionId"])
    return found


def look(store):
    """Open the newest of what is visible, as a function does that starts now."""
    for name, versions in contents_of(store).published.items():
        open_artifact(f"{store.uri()}/models/{name}/{versions[0]}")


def published(store, aws, version):
    folder = f"{store.prefix}/models/words/{version}"
    s3 = aws.client("s3")
    return {
        name: s3.get_object(Bucket=store.bucket, Key=f"{folder}/{name}")["Body"].read()
        for name in (*FILES, ANSWERS, MANIFEST)
    }


def watch(store, race):
    """Look at the store again and again, as long as others write to it."""
    while race.is_on:
        look(store)
        time.sleep(0.05)


def test_of_two_who_publish_one_version_one_wins_and_all_of_it_is_theirs(store, aws, tmp_path):
    folders = [
        [make_release(tmp_path / f"{who}{turn}", f"1.{turn}.0", weight=4.0 + who) for turn in range(ROUNDS)]
        for who in range(2)
    ]

    with racing(publish_each, *((store.uri(), mine) for mine in folders)) as race:
        watch(store, race)

    for turn, outcomes in enumerate(zip(*race.outcomes, strict=True)):
        winner = outcomes.index("")
        refused = outcomes[1 - winner]
        assert f"words 1.{turn}.0 is taken since 2" in refused
        assert (
            "by an artifact made at code revision c0ffee: manifest.json, model.onnx differ from yours"
            in refused
        )
        assert published(store, aws, f"1.{turn}.0") == content_of(folders[winner][turn])
    assert all(len(written) == 1 for written in versions_of(aws, store).values())


def test_two_who_publish_the_same_both_succeed_and_write_it_once(store, aws, tmp_path):
    folders = [make_release(tmp_path / str(turn), f"1.{turn}.0") for turn in range(ROUNDS)]

    with racing(publish_each, *[(store.uri(), folders)] * 2) as race:
        watch(store, race)

    assert race.outcomes == [[""] * ROUNDS] * 2
    for turn, folder in enumerate(folders):
        assert published(store, aws, f"1.{turn}.0") == content_of(folder)
    assert all(len(written) == 1 for written in versions_of(aws, store).values())


def test_of_two_who_promote_at_once_one_is_told(store, tmp_path, run):
    versions = ("1.0.0", "1.1.0")
    for version in versions:
        run("publish", make_release(tmp_path / version, version))

    with racing(promote_each, *((store.uri(), version, ROUNDS) for version in versions)) as race:
        pass

    won = []
    for turn, outcomes in enumerate(zip(*race.outcomes, strict=True)):
        winner = outcomes.index("")
        assert "somebody else moved prod of words at the same time: it is" in outcomes[1 - winner]
        won.append(f"{versions[winner]}, round {turn}")
    pointer = read_pointer(store, "words", "prod")
    assert [step.reason for step in (pointer.step, *pointer.history)] == won[::-1]


def test_a_connection_that_is_cut_once_is_tried_again(store, aws, tmp_path, run, through):
    folder = make_release(tmp_path, card=CARD)

    with through(lambda sent, _: sent > HALF, times=1) as proxy:
        assert run("publish", folder)[0] == 0
        assert proxy.reached.is_set()

    assert published(store, aws, "1.0.0") == content_of(folder)


def test_an_answer_that_is_lost_is_no_clash_with_oneself(store, aws, tmp_path, run, through):
    folder = make_release(tmp_path, card=CARD)

    with through(lambda sent, answer: sent > len(CARD) and b"200 OK" in answer, times=1) as proxy:
        code, said = run("publish", folder)
        assert proxy.reached.is_set()

    assert code == 0, said
    assert published(store, aws, "1.0.0") == content_of(folder)
    assert all(len(written) == 1 for written in versions_of(aws, store).values())


def test_a_lost_answer_to_a_promotion_is_no_clash_with_oneself(store, tmp_path, run, through):
    run("publish", make_release(tmp_path))
    put = b"x-amz-version-id"  # in the answer to a PUT, and to no request before it

    with through(lambda _, answer: put in answer and b"Content-Length: 0" in answer, times=1) as proxy:
        code, said = run("promote", "words", "1.0.0", "--stage", "prod")
        assert proxy.reached.is_set()

    assert code == 0, said
    assert run("show", "words", "--stage", "prod")[1].count(", promoted 2") == 1


def test_a_connection_that_is_always_cut_leaves_nothing_visible_and_the_next_call_goes_on(
    store, aws, tmp_path, run, through
):
    folder = make_release(tmp_path, card=CARD)

    with through(lambda sent, _: sent > HALF):
        code, said = run("publish", folder)

    assert code == 2
    assert "cannot write s3://" in said
    assert "MODEL_CARD.md" in said
    assert "nothing of it is visible before all of it is there; the same command goes on" in said
    assert "no release in" in run("list")[1]
    with pytest.raises(ArtifactError, match=r"has no manifest\.json"):
        open_artifact(f"{store.uri()}/models/words/1.0.0")
    assert run("publish", folder)[0] == 0
    assert published(store, aws, "1.0.0") == content_of(folder)


@pytest.mark.parametrize("sent_signal", [signal.SIGKILL, signal.SIGINT])
def test_a_publisher_that_is_stopped_leaves_nothing_visible_and_the_next_one_goes_on(
    store, tmp_path, run, through, sent_signal
):
    folder = make_release(tmp_path / "mine", card=CARD)
    with through(lambda sent, _: sent > HALF, action="hold") as proxy:
        publisher = subprocess.Popen(
            [sys.executable, "-m", "training.release", "publish", str(folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert proxy.reached.wait(60)
        publisher.send_signal(sent_signal)
        said, _ = publisher.communicate(timeout=60)

    if sent_signal == signal.SIGINT:
        assert publisher.returncode == 130
        assert "stopped; nothing of it is visible before all of it is there" in said
    assert "no release in" in run("list")[1]
    assert "unfinished: words 1.0.0, begun 2" in run("list", "--unfinished")[1]
    code, said = run("promote", "words", "1.0.0", "--stage", "prod")
    assert code == 2
    assert "words 1.0.0 is not published: it was begun at 2" in said
    other = make_release(tmp_path / "other", card=b"# another\n")
    assert "words 1.0.0 is taken since 2" in run("publish", other)[1]

    assert run("publish", folder)[0] == 0

    assert open_artifact(f"{store.uri()}/models/words/1.0.0") == open_artifact(folder)


def test_a_file_that_was_tampered_with_is_found_by_promotion_and_by_rollback(store, aws, tmp_path, run):
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        run("publish", make_release(tmp_path / version, version))
        run("promote", "words", version, "--stage", "prod")
    key = f"{store.prefix}/models/words/1.1.0/model.onnx"
    aws.client("s3").put_object(Bucket=store.bucket, Key=key, Body=b"another network")

    promoted = run("promote", "words", "1.1.0", "--stage", "dev", "--force", "--reason", "now")
    back = run("rollback", "words", "--stage", "prod")

    for code, said in (promoted, back):
        assert code == 1
        assert "FAILED  hash: model.onnx has SHA-256" in said
        assert "refused: " in said
    assert run("show", "words", "--stage", "dev")[0] == 2
    assert "prod of words is 1.0.0" in run("rollback", "words", "--stage", "prod", "--to", "1.0.0")[1]


def test_what_a_stage_has_opens_and_classifies(store, tmp_path, run):
    run("publish", make_release(tmp_path))
    run("promote", "words", "1.0.0", "--stage", "prod")

    opened = open_artifact(f"{store.uri()}/models/words/1.0.0")

    assert opened == open_artifact(tmp_path)


def test_a_release_is_registered_once(store, aws, tmp_path, run):
    folder = make_release(tmp_path / "artifact")
    tarball = tmp_path / "model.tar.gz"
    build_tarball(folder, [], tarball)
    run("publish", folder, "--tarball", tarball)
    command = ("register", "words", "1.0.0", "--group", store.bucket)

    code, said = run(*command)
    again = run(*command)

    assert code == 0, said
    assert f"made the group {store.bucket}\nwords 1.0.0 registered as arn:aws:sagemaker:eu-west-1:" in said
    assert again[0] == 0
    assert "words 1.0.0 is registered already, as arn:" in again[1]
    sagemaker = boto3.client("sagemaker", region_name="eu-west-1")
    (package,) = sagemaker.list_model_packages(ModelPackageGroupName=store.bucket)["ModelPackageSummaryList"]
    found = sagemaker.describe_model_package(ModelPackageName=package["ModelPackageArn"])
    (container,) = found["InferenceSpecification"]["Containers"]
    assert container["ModelDataUrl"] == f"{store.uri()}/models/words/1.0.0/model.tar.gz"
    quality = found["ModelMetrics"]["ModelQuality"]["Statistics"]
    assert quality["S3Uri"] == f"{store.uri()}/models/words/1.0.0/manifest.json"
    assert found["ModelApprovalStatus"] == "PendingManualApproval"
    assert found["CustomerMetadataProperties"]["accuracy"] == "0.75"
