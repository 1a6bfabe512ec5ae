"""The runbook beside what `sls package` makes: every alarm has its section, and every section its alarm."""

import re

import pytest

from tests.packaged import of_type, package, resources_of, section_of
from tests.started_api import ROOT

BACKENDS = {
    "local": [],
    "sagemaker": ["endpointBucket=models-of-mine"],
    "sagemaker-serverless": ["endpointBucket=models-of-mine"],
    "bedrock": [],
    "cascade": ["models=news,sentiment"],
}


@pytest.fixture(scope="module")
def sections():
    (runbook,) = re.findall(r"^## Runbook$(.*?)^## ", (ROOT / "docs/operations.md").read_text(), re.M | re.S)
    found = re.findall(r"^### (.*)$", runbook, re.MULTILINE)
    assert len(found) == len(set(found))
    return set(found)


@pytest.fixture(scope="module")
def alarms(sls, tmp_path_factory):
    """The alarms of the stage `prod`, which has a canary, by backend."""
    found = {}
    for backend, parameters in BACKENDS.items():
        options = [f"--param={one}" for one in (f"backend={backend}", *parameters)]
        template = package(sls, tmp_path_factory.mktemp(backend), "--stage", "prod", *options)
        found[backend] = of_type(resources_of(template), "AWS::CloudWatch::Alarm")
    return found


def test_every_alarm_has_its_section_and_every_section_its_alarm(alarms, sections):
    assert {"ApiErrorsAlarm", "CanaryErrors", "EndpointErrors", "HubErrors"} <= sections
    assert sections == {section_of(name) for one in alarms.values() for name in one}


def test_every_alarm_names_its_section(alarms):
    for one in alarms.values():
        for name, alarm in one.items():
            assert alarm["AlarmDescription"].endswith(f"See docs/operations.md, section {section_of(name)}.")
