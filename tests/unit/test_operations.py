"""What the pages for operations name: there has to be such a thing."""

import ast
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from botocore import xform_name
from botocore.session import Session

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / f"docs/{name}.md" for name in ("operations", "regions", "feedback", "following")]
EVERYWHERE = {"cli-binary-format", "max-items", "output", "query", "region"}
"""Options that every command of the AWS CLI takes, or every one that lists."""
BY_THE_COMMAND_LINE = {
    ("s3", "sync"): {"source-region", "region"},
    ("cloudformation", "deploy"): {"stack-name", "template-file", "capabilities", "parameter-overrides"},
}
"""Options of the commands that are not one call of a service."""
FUNCTIONS = {"bin", "by", "count", "desc", "max", "pct", "sum", "as", "filter", "stats", "sort", "limit"}
WORDS = FUNCTIONS | {"display", "fields", "parse", "like", "or", "and", "in"}
"""Of the language of CloudWatch Logs Insights."""
LOG = """
from handlers import classify
from handlers.common.observability import count_tokens, log_failure
from model import SettingsError, Tokens
from tests.gateway import Context, event

count_tokens("news", Tokens(1, 1))
classify.handler(event("POST", "/v1/classify", {"headline": "Fever vaccine"}), Context())
try:
    raise SettingsError("a reason")
except SettingsError as error:
    log_failure("a message", error)
"""


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.stem)
def page(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text()
    return text


def blocks(page: str) -> list[str]:
    """Return the commands and queries that stand by themselves."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [text for language, text in found if not language]


def is_query(block: str) -> bool:
    return block.split(maxsplit=1)[0] in {"filter", "stats", "fields"}


def prose(page: str) -> str:
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def quoted(page: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(page))


def commands(page: str, program: str) -> list[list[str]]:
    """Return the words of each command of a program, wherever in the page."""
    texts = [block for block in blocks(page) if not is_query(block)] + quoted(page)
    lines = "\n".join(texts).replace("\\\n", "").splitlines()
    return [
        shlex.split(one) for line in lines for one in re.findall(rf"(?:^|\$\(|; )\s*({program} .*)", line)
    ]


def test_every_make_target_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    used = set(re.findall(r"\bmake ([a-z-]+)", "\n".join([*blocks(page), *quoted(page)])))
    assert used
    assert used <= targets


def test_every_parameter_is_there(page: str) -> None:
    deployment = (ROOT / "serverless.yml").read_text()
    parameters = set(re.findall(r"^    (\w+): ", deployment.partition("\nprovider:")[0], re.MULTILINE))

    told = " ".join(re.findall(r"(?:PARAMS|MODEL|--param)=\"([^\"]+)\"", page)).split()
    rows = [one for line in page.splitlines() if line.startswith("| ") for one in quoted(line)]
    told += [word for one in rows if re.match(r"\w+=", one) for word in one.split()]
    assert told
    assert {word.partition("=")[0] for word in told} - {"NAME", "..."} <= parameters
    for one in quoted(page):
        if re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", one):
            assert f"{one}:" in deployment, one


def test_every_file_is_there(page: str) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page)
    assert linked
    for path, heading in linked:
        target = ROOT / "docs" / path if path else None
        assert target is None or target.exists(), path
        if heading:
            text = target.read_text() if target else page
            headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
            assert heading in {one.lower().replace(" ", "-") for one in headings}, heading
    for one in quoted(page):
        if re.fullmatch(r"(docs|infrastructure|handlers|training|model)/[\w./-]+\.\w+", one):
            assert (ROOT / one).exists(), one
    for module in re.findall(r"-m ((?:infrastructure|training|benchmarks)[\w.]*)", page):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_every_panel_is_on_the_dashboard() -> None:
    page = PAGES[0].read_text()
    dashboard = (ROOT / "infrastructure/monitoring/dashboard.yml").read_text()
    titles = {one.strip("'") for one in re.findall(r"title: ('[^']+'|[^}\n]+)$", dashboard, re.MULTILINE)}

    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", prose(page)))
    assert len(named) > 5
    assert named <= titles


def test_every_command_of_aws_is_one() -> None:
    session = Session()
    found = [words for path in PAGES for words in commands(path.read_text(), "aws")]
    assert len(found) > 20

    for _, service, operation, *words in found:
        options = {word.removeprefix("--") for word in words if word.startswith("--")}
        if own := BY_THE_COMMAND_LINE.get((service, operation)):
            assert options <= own
            continue
        service_name = {"deploy": "codedeploy", "s3api": "s3"}.get(service, service)
        model = session.get_service_model(service_name)
        name = operation
        if operation == "wait":
            waiters = session.get_component("data_loader").load_service_model(service_name, "waiters-2")[
                "waiters"
            ]
            by_name = {xform_name(one, "-"): waiter["operation"] for one, waiter in waiters.items()}
            name = xform_name(by_name[words[0]], "-")
        operations = {xform_name(one, "-"): one for one in model.operation_names}
        shape = model.operation_model(operations[name]).input_shape
        members = {xform_name(one, "-"): one for one in shape.members}
        assert {one.removeprefix("no-") for one in options - EVERYWHERE} <= members.keys(), (
            service,
            operation,
        )
        assert {xform_name(one, "-") for one in shape.required_members} <= options, (service, operation)


def test_every_query_asks_for_what_is_logged() -> None:
    env = {"POWERTOOLS_SERVICE_NAME": "newsdesk-prod", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", LOG], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    logged = {name for line in done.stdout.splitlines() for name in json.loads(line)}
    (text,) = re.findall(
        r"Format: >-\n(.*?)\n\s*#", (ROOT / "infrastructure/stage.yml").read_text(), re.DOTALL
    )
    logged |= json.loads(" ".join(text.split())).keys()
    (compared,) = (
        call
        for call in ast.walk(ast.parse((ROOT / "handlers/drift.py").read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call).startswith("logger.info('compared'")
    )
    logged |= {one.arg for one in compared.keywords if one.arg}
    queries = [block for path in PAGES for block in blocks(path.read_text()) if is_query(block)]
    queries += [
        words[words.index("--query-string") + 1]
        for path in PAGES
        for words in commands(path.read_text(), "aws")
        if "start-query" in words
    ]
    assert len(queries) > 8

    for query in queries:
        plain = re.sub(r"\"[^\"]*\"|'[^']*'|/(?:[^/\\\n]|\\.)+/", " ", query)
        own = set(re.findall(r"\bas (\w+(?:, \w+)*)", plain))
        names = {one for text in own for one in text.split(", ")}
        asked = set(re.findall(r"(?<![@\w])[a-z_]+\b", plain)) - WORDS - names
        assert asked <= logged, (query, asked - logged)
