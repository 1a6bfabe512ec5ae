"""What `sls package` makes, and what cfn-lint says of it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.parts import need
from tests.started_api import ROOT

BUNDLE = ROOT / "build/bundle-arm64.zip"
ENDPOINT = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint"


def need_bundle() -> None:
    """Skip the test where the functions are not packed."""
    need(BUNDLE.exists(), "the functions are not packed (make bundle)")


def package(sls: Path, folder: Path, *options: str) -> Path:
    """Package the service into a folder; return the template."""
    need_bundle()
    subprocess.run([sls, "package", "--package", folder, *options], cwd=ROOT, check=True)
    return folder / "cloudformation-template-update-stack.json"


def run_plugin(script: str, told: Any) -> Any:
    """Run a plugin without the framework: a script that is told something and prints something, both in JSON."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, "--", json.dumps(told)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def resources_of(template: Path) -> dict[str, Any]:
    """Return the resources of a template, by name."""
    resources: dict[str, Any] = json.loads(template.read_text())["Resources"]
    return resources


def findings(template: Path) -> tuple[int, str]:
    """Return the exit code of cfn-lint, and what it prints: 0 and nothing, where it finds nothing."""
    done = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), template],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the properties of the resources of a type, by name."""
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}


def section_of(alarm: str) -> str:
    """Return the section of the runbook for an alarm: all models of the Hub share theirs."""
    return re.sub(r"^Hub\w+?(Errors|Latency|Refusals)$", r"Hub\1", alarm)


def served(resources: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the models that the function serves, by name, the default one first."""
    variables = resources["ClassifyLambdaFunction"]["Properties"]["Environment"]["Variables"]
    models: dict[str, Any] = json.loads(variables["MODELS"])
    return models


def allowed(resources: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the function may do to ask its models: resources, by action."""
    policy = resources["ClassifyAsksModels"]["Properties"]
    assert policy["RoleName"] == {"Ref": "ClassifyRole"}
    statements = policy["PolicyDocument"]["Statement"]
    return {one["Action"]: [resource["Fn::Sub"] for resource in one["Resource"]] for one in statements}
