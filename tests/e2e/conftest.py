"""A real browser, and what a person does with the page in it."""

import base64
import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from handlers.web import app
from tests.parts import need

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Page:
    """The page in a tab of its own, driven as a person drives it."""

    def __init__(self, driver, url):
        self.driver = driver
        self.url = url

    def open(self, path="", key=None):
        self.driver.get(f"{self.url}/{path}" + (f"#key={key}" if key else ""))
        return self

    def classify(self, headline):
        field = self.find("headline")
        field.clear()
        field.send_keys(headline, Keys.ENTER)

    def use_key(self, key):
        self.find("key").send_keys(key, Keys.ENTER)

    def choose(self, label, *keys):
        """Type the beginning of a label where the right one is chosen, and then other keys."""
        self.find("right-label").send_keys(label, *keys)

    def thanks(self):
        self.wait(lambda: self.text("thanks"), "nobody gives thanks")
        return self.text("thanks")

    def find(self, id_):
        return self.driver.find_element(By.ID, id_)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, id_):
        return self.find(id_).text

    def shown(self, id_):
        return self.find(id_).is_displayed()

    def result(self):
        self.wait(lambda: self.shown("result"), "no result came")
        return self.text("label")

    def problem(self):
        self.wait(lambda: self.text("problem"), "no problem was told")
        return self.text("problem")

    def wait(self, condition, message):
        WebDriverWait(self.driver, 30, poll_frequency=0.05).until(lambda _: condition(), message)

    def script(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    def look(self, width, scheme="light", reduced_motion=True):
        """Give the window a width, the person's system a colour scheme, and room for the whole page."""
        motion = "reduce" if reduced_motion else "no-preference"
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": motion}
        self._devtools(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )
        self._resize(width, 800)
        self._resize(width, self.script("return document.documentElement.scrollHeight"))

    def go_offline(self, offline=True):
        self._devtools("Network.enable")
        self._devtools(
            "Network.emulateNetworkConditions",
            offline=offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def picture(self, file: Path):
        file.write_bytes(base64.b64decode(self._devtools("Page.captureScreenshot")["data"]))

    def complaints(self):
        """Return what the console holds since it was last asked: errors, policy violations."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Return every request since this was last asked, as the browser's network log tells it."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        return [params["request"] for params in sent]

    def _resize(self, width, height):
        size = {"width": width, "height": height, "deviceScaleFactor": 1.5, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", **size)

    def _devtools(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)


@pytest.fixture(scope="session")
def driver(tmp_path_factory):
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    need(chromium and chromedriver, "chromium and chromedriver are not installed (Debian: chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield driver
    driver.quit()


@pytest.fixture
def tab(driver):
    """A fresh tab, so that no key is kept from the test before."""
    home = driver.current_window_handle
    driver.switch_to.new_window("tab")
    driver.get_log("browser")
    driver.get_log("performance")
    yield driver
    driver.close()
    driver.switch_to.window(home)


@pytest.fixture
def page(tab, api):
    """The page of the started API."""
    return Page(tab, api.url)


@pytest.fixture
def staged_page(tab):
    """Open the page below the stage `/dev`, its API standing in for what this machine cannot bring about.

    Throttling, a gateway's time limit and a model with other labels exist only in a deployment.
    """
    servers = []

    def serve(status, body, headers=()):
        content = body if isinstance(body, str) else json.dumps(body)

        def api(environ, start_response):
            return Response(content, status, headers, mimetype="application/json")(environ, start_response)

        outside = Response("there is nothing outside the stage", 403)
        routes = DispatcherMiddleware(outside, {"/dev": app, "/dev/v1": api})
        server = make_server("127.0.0.1", 0, routes, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Page(tab, f"http://127.0.0.1:{server.port}/dev")

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def pictures(tmp_path):
    """Where pictures of the page go: `PICTURES` when set, to be looked at or put into the documentation."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
