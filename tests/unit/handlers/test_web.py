import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handlers import web
from model import MAX_CHARACTERS
from tests.gateway import REQUEST_ID, Context, event

ROOT = Path(__file__).parents[3]
STATIC_NAMES = sorted(file.name for file in web.STATIC.iterdir())
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and what stands inside each script and style."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.inline, self._open = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data):
        if self._open in ("script", "style") and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag):
        self._open = None

    def addresses(self):
        return [attrs[key] for _, attrs in self.tags for key in ("src", "href", "action") if key in attrs]


@pytest.fixture
def client():
    return web.app.test_client()


@pytest.fixture
def gateway():
    """The handler of the function, asked as by API Gateway."""

    def call(path, host="abc123.execute-api.eu-west-1.amazonaws.com"):
        headers = {"Host": host, "Accept": BROWSER, "X-Forwarded-Proto": "https"}
        lists = {name: [value] for name, value in headers.items()}
        return web.handler(
            event("GET", path, stage="dev", headers=headers, multiValueHeaders=lists), Context()
        )

    return call


def test_a_direct_event_runs_nothing_of_what_it_brings():
    with pytest.raises(KeyError):
        web.handler({"_serverless-wsgi": {"command": "exec", "data": "raise SystemExit"}}, Context())


def test_page_is_html_a_browser_asks_for_again_each_time(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_page_knows_the_limit_of_the_api(client):
    textareas = [attrs for tag, attrs in Tags(client.get("/").text).tags if tag == "textarea"]

    assert [attrs["data-limit"] for attrs in textareas] == [str(MAX_CHARACTERS)]


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_pages_stay_within_their_own_security_policy(client, path):
    page = Tags(client.get(path, headers={"Accept": BROWSER}).text)

    assert page.inline == []
    assert not [attrs for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
    assert not [address for address in page.addresses() if not address.startswith("/")]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/v1/nowhere", "/static/0/page.css", "/static/0/none.css"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_examples_are_offered_one_per_line_and_escaped(client, monkeypatch):
    monkeypatch.setenv("PAGE_EXAMPLES", "Parliament votes <b>tonight</b>\n\n  Rain & wind  \n")

    page = client.get("/").text

    assert page.count("<li><button") == 2
    assert ">Parliament votes &lt;b&gt;tonight&lt;/b&gt;</button>" in page
    assert ">Rain &amp; wind</button>" in page


def test_no_examples_leave_no_empty_list(client, monkeypatch):
    monkeypatch.setenv("PAGE_EXAMPLES", "")

    assert 'id="examples"' not in client.get("/").text


@pytest.mark.parametrize("name", STATIC_NAMES)
def test_static_file_of_this_edition_is_kept_for_good(client, name):
    answer = client.get(f"/static/{web.FINGERPRINT}/{name}")

    assert answer.data == (web.STATIC / name).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_static_file_of_another_edition_is_asked_for_again(client):
    answer = client.get("/static/0123456789ab/page.css")
    again = client.get("/static/0123456789ab/page.css", headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.data == (web.STATIC / "page.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["none.css", "../web.py", "%2e%2e/web.py", "..%2fweb.py"])
def test_nothing_but_static_files_is_served(client, name):
    assert client.get(f"/static/{web.FINGERPRINT}/{name}").status_code == 404


def test_every_file_the_page_and_its_scripts_name_exists(client):
    addresses = {address for address in Tags(client.get("/").text).addresses() if "/static/" in address}
    imports = {
        f"/static/{web.FINGERPRINT}/{name}"
        for script in web.STATIC.glob("*.js")
        for name in re.findall(r'from "\./([\w.]+)"', script.read_text(encoding="utf-8"))
    }

    assert len(imports) > 2
    assert {client.get(address).status_code for address in addresses | imports} == {200}
    assert {address.rsplit("/", 1)[1] for address in addresses | imports} == set(STATIC_NAMES)


def test_fingerprint_follows_content_and_names(tmp_path):
    (tmp_path / "a.css").write_text("x")
    first = web.fingerprint(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    renamed = web.fingerprint(tmp_path)
    (tmp_path / "b.css").write_text("y")

    assert len({first, renamed, web.fingerprint(tmp_path)}) == 3


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/v1/nowhere", BROWSER),
        ("/v1/nowhere", "application/json"),
        ("/nowhere", "application/json"),
        ("/nowhere", "application/json, text/html;q=0.5"),
        ("/nowhere", "*/*"),
        ("/nowhere", None),
    ],
)
def test_programs_get_the_error_envelope(client, path, accept):
    answer = client.get(path, headers={"Accept": accept} if accept else {})

    assert answer.status_code == 404
    assert answer.mimetype == "application/json"
    error = answer.json["error"]
    assert list(error) == ["code", "message", "details", "request_id"]
    assert (error["code"], error["message"], error["details"]) == (
        "not_found",
        "there is nothing at this address",
        [],
    )
    assert error["request_id"]


def test_browsers_get_a_page_that_leads_back(client):
    answer = client.get("/nowhere", headers={"Accept": BROWSER})

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "This story was never filed" in answer.text
    assert '<a href="/">Back to the desk</a>' in answer.text


def test_wrong_method_is_said_and_what_is_allowed(client):
    answer = client.post("/")

    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_failure_shows_no_trace(client, monkeypatch):
    monkeypatch.delitem(web.app.jinja_env.globals, "asset")

    answer = client.get("/")

    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "internal_error"
    assert "asset" not in answer.text


def test_importing_the_page_opens_no_model():
    heavy = "{'numpy', 'onnxruntime', 'tokenizers', 'torch', 'boto3'} & set(sys.modules)"
    command = [sys.executable, "-c", f"import sys, handlers.web; print({heavy})"]

    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "set()"


def test_gateway_addresses_carry_the_stage(gateway):
    answer = gateway("/")
    addresses = Tags(answer["body"]).addresses()

    assert answer["statusCode"] == 200
    assert answer["isBase64Encoded"] is False
    assert "/dev/v1/classify?explain=true" in addresses
    assert [address for address in addresses if not address.startswith("/dev/")] == []


def test_gateway_behind_its_own_domain_has_no_stage(gateway):
    addresses = Tags(gateway("/", host="desk.example.org")["body"]).addresses()

    assert "/v1/classify?explain=true" in addresses
    assert [address for address in addresses if address.startswith("/dev")] == []


@pytest.mark.parametrize(
    ("name", "type_"),
    [("page.css", "text/css"), ("page.js", "text/javascript"), ("favicon.svg", "image/svg+xml")],
)
def test_gateway_carries_static_files_as_text(gateway, name, type_):
    answer = gateway(f"/static/{web.FINGERPRINT}/{name}")

    assert answer["multiValueHeaders"]["Content-Type"][0].split(";")[0] == type_
    assert answer["isBase64Encoded"] is False
    assert answer["body"] == (web.STATIC / name).read_text(encoding="utf-8")


def test_gateway_error_carries_its_request_id(gateway):
    answer = gateway("/v1/nowhere")

    assert answer["statusCode"] == 404
    assert json.loads(answer["body"])["error"]["request_id"] == REQUEST_ID
