"""The targets that look for known vulnerabilities and for secrets; the services they ask are played here."""

import gzip
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.loopback import QuietHandler, serving_on_loopback
from tests.started_api import ROOT


def make(*words, cwd=ROOT, **environment):
    return subprocess.run(
        ["make", "--file", ROOT / "Makefile", "--assume-old=.venv/.audit", *words],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def advisories(python=None, node=None):
    """Play the services: OSV for Python, npm's own for Node; each may know of one bad package."""
    asked = []

    class Handler(QuietHandler):
        def do_POST(self):
            content = self.body()
            if self.headers.get("content-encoding") == "gzip":
                content = gzip.decompress(content)
            body = json.loads(content)
            if self.path == "/v1/query":
                name = body["package"]["name"]
                asked.append(("python", f"{name}=={body['version']}"))
                answer = {"vulns": [vulnerability(name)]} if name == python else {}
            else:
                asked.extend(("node", name) for name in body)
                answer = {node: [advisory(node)]} if node in body else {}
            self.reply(200, json.dumps(answer).encode(), {"content-type": "application/json"})

    with serving_on_loopback(Handler) as port:
        yield f"http://127.0.0.1:{port}", asked


def vulnerability(name):
    return {
        "id": "PYSEC-0000-1",
        "summary": "a hole",
        "details": "a hole",
        "affected": [
            {
                "package": {"name": name, "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}],
            }
        ],
    }


def advisory(name):
    return {
        "id": 1,
        "url": "https://example.org/advisory",
        "title": f"a hole in {name}",
        "severity": "high",
        "vulnerable_versions": "<999.0.0",
    }


def audit(address):
    # npm would look for a version without the hole, and nobody here has one.
    npm = {"npm_config_registry": f"{address}/", "npm_config_fetch_retries": "0"}
    return make("audit", f"OSV={address}/v1/query", **npm)


def test_everything_pinned_that_ships_or_builds_is_audited():
    with advisories() as (address, asked):
        done = audit(address)

    assert done.returncode == 0, done.stdout + done.stderr
    pins = set()
    for name in (
        "requirements.txt",
        "requirements/dev.txt",
        "requirements/endpoint.txt",
        "requirements/lambda.txt",
        "requirements/launch.txt",
    ):
        lines = (ROOT / name).read_text().split("\n")
        pins |= {("python", line) for line in lines if line and not line.startswith("#")}
    assert len(pins) > 100
    assert pins <= set(asked)
    assert ("node", "osls") in asked


@pytest.mark.parametrize(("language", "name"), [("python", "werkzeug"), ("node", "serverless-offline")])
def test_a_known_vulnerability_is_named(language, name):
    with advisories(**{language: name}) as (address, _):
        done = audit(address)

    assert done.returncode != 0
    assert name in done.stdout


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def scan(repository):
    return make("secrets", f"BIN={Path(sys.executable).parent}", cwd=repository)


def test_a_secret_in_a_tracked_file_is_found(repository):
    key = "".join(["AK", "IA", "Z5" * 4, "QWERTY23"])
    (repository / "settings.py").write_text(f'region = "eu-west-1"\nuser = "{key}"\n')
    subprocess.run(["git", "add", "settings.py"], cwd=repository, check=True)

    done = scan(repository)

    assert done.returncode != 0
    assert "AWS Access Key" in done.stdout
    assert "settings.py:2" in done.stdout
    assert key not in done.stdout + done.stderr


def test_a_file_without_secrets_passes(repository):
    (repository / "settings.py").write_text('region = "eu-west-1"\n')
    subprocess.run(["git", "add", "settings.py"], cwd=repository, check=True)

    done = scan(repository)

    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_no_repository_is_not_taken_for_one_without_secrets(tmp_path):
    assert scan(tmp_path).returncode != 0
