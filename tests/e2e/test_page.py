"""The page in a real browser, against the started API."""

import json
import re
from dataclasses import asdict

import httpx
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from model import MAX_CHARACTERS, ModelReference, UncalibratedPrediction

HEADLINE = "New treatment for ADHD discovered"

CONTRAST = """
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const seen = (...layers) => {
  for (const layer of ["white", ...layers]) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const behind = (element) => {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
  return layers;
};
const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => {
  const [r, g, b] = colour.map((v) => linear(v / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const written = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility()
  && [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
return written.map((e) => {
  const layers = behind(e);
  const ink = luminance(seen(...layers, getComputedStyle(e).color));
  const paper = luminance(seen(...layers));
  const [a, b] = [Math.max(ink, paper), Math.min(ink, paper)];
  return [e.tagName + " " + e.textContent.trim().slice(0, 30), (a + 0.05) / (b + 0.05)];
});
"""
"""Contrast of every piece of text with what is behind it, by WCAG 2.2's relative luminance."""


@pytest.fixture
def answer(api):
    """What the API itself says about a headline."""

    def ask(headline):
        with api.client() as client:
            response = client.post("/v1/classify?explain=true", json={"headline": headline})
        return response.raise_for_status().json()

    return ask


def test_example_shows_what_the_api_says(page, api, answer):
    page.open(key=api.key)
    example = page.all("#examples button")[0]
    headline = example.text
    expected = answer(headline)

    example.click()

    assert page.result() == expected["predicted_label"]
    assert page.find("headline").get_attribute("value") == headline
    ranked = sorted(expected["scores"], key=expected["scores"].get, reverse=True)
    assert [row.text for row in page.all(".score .name")] == ranked
    assert [row.text for row in page.all(".score.chosen .name")] == [expected["predicted_label"]]
    for row, label in zip(page.all(".score"), ranked, strict=True):
        assert shown_share(row) == pytest.approx(expected["scores"][label], abs=0.0006)
        assert drawn_share(page, row) == pytest.approx(expected["scores"][label], abs=0.01)
    reference = expected["model"]
    colophon = f"Answered by {reference['name']} {reference['version']} ({reference['backend']}) in "
    assert re.fullmatch(re.escape(colophon) + r"\d+ ms", page.text("colophon"))
    assert page.complaints() == []


def test_words_are_shown_with_what_they_did(page, api, answer):
    page.open(key=api.key)
    expected = answer(HEADLINE)["explanation"]

    page.classify(HEADLINE)
    page.result()

    words = page.all("#words li")
    assert [word.get_attribute("data-word") for word in words] == [entry["word"] for entry in expected]
    for word, entry in zip(words, expected, strict=True):
        silent = abs(entry["weight"]) < 0.0005
        assert word.get_attribute("class") == ("" if silent else "for" if entry["weight"] > 0 else "against")
        points = f"{abs(entry['weight']) * 100:.1f} points"
        assert points in word.get_attribute("textContent"), "a screen reader hears the weight"


def test_words_are_reached_with_pointer_and_keys(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()
    words = page.all("#words li")

    ActionChains(page.driver).move_to_element(words[0]).perform()
    page.wait(lambda: page.text("weight").startswith("“New”"), "pointing at a word does not tell its weight")

    (stop,) = page.all("#words li[tabindex='0']")
    page.script("arguments[0].focus()", stop)
    for key, word in ((Keys.HOME, "New"), (Keys.ARROW_RIGHT, "treatment"), (Keys.END, "discovered")):
        ActionChains(page.driver).send_keys(key).perform()
        assert page.driver.switch_to.active_element.get_attribute("data-word") == word
        assert page.text("weight").startswith(f"“{word}”")
    words[0].click()
    assert [stop.get_attribute("data-word") for stop in page.all("#words li[tabindex='0']")] == ["New"]


def test_result_is_announced(page, api, answer):
    page.open(key=api.key)
    expected = answer(HEADLINE)

    page.classify(HEADLINE)
    page.result()

    status = page.find("status")
    assert status.get_attribute("role") == "status"
    assert status.get_attribute("textContent").startswith(f"{expected['predicted_label']}, ")


def test_a_wrong_label_is_corrected_with_the_keyboard_alone(page, api, answer):
    page.open(key=api.key)
    expected = answer(HEADLINE)
    page.classify(HEADLINE)
    page.result()
    page.requests()

    page.choose("Business", Keys.TAB, Keys.ENTER)

    assert page.thanks() == "Thank you. Kept as Business for the next training."
    (sent,) = page.requests()
    assert (sent["method"], sent["url"]) == ("POST", f"{page.url}/v1/feedback")
    assert headers(sent)["x-api-key"] == api.key
    line = json.loads(api.corrections.read_text(encoding="utf-8").splitlines()[-1])
    model = expected["model"]
    assert (line["headline"], line["label"], line["predicted_label"]) == (
        HEADLINE, "Business", expected["predicted_label"],
    )  # fmt: skip
    assert (line["model"], line["version"]) == (model["name"], model["version"])
    assert page.complaints() == []


def test_the_labels_to_choose_from_are_the_others(page, api, answer):
    expected = answer(HEADLINE)
    page.open(key=api.key)

    page.classify(HEADLINE)

    page.result()
    offered = [option.text for option in page.all("#right-label option")]
    others = [label for label in expected["scores"] if label != expected["predicted_label"]]
    assert offered == ["Choose the right one", *others]


def test_the_same_correction_twice_is_one(page, api):
    headline = "A headline that is corrected twice"
    page.open(key=api.key)
    page.classify(headline)
    page.result()

    for _ in range(2):
        page.choose("Science", Keys.TAB, Keys.ENTER)
        assert page.thanks() == "Thank you. Kept as Science for the next training."

    assert api.corrections.read_text(encoding="utf-8").count(headline) == 1


def test_who_goes_back_to_a_label_is_heard_again(page, api):
    headline = "A headline that is hard to file"
    page.open(key=api.key)
    page.classify(headline)
    page.result()
    one, other = [option.text for option in page.all("#right-label option")][1:3]

    for label in (one, other, one):
        page.choose(label, Keys.TAB, Keys.ENTER)
        page.wait(lambda said=label: f"Kept as {said}" in page.text("thanks"), f"{label} was not kept")

    lines = [json.loads(line) for line in api.corrections.read_text(encoding="utf-8").splitlines()]
    assert [line["label"] for line in lines if line["headline"] == headline] == [one, other, one]


def test_no_label_is_not_sent(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()
    page.requests()

    page.find("right-label").send_keys(Keys.TAB, Keys.NULL)
    page.all("#correction button")[0].click()

    assert page.text("correction-problem") == "Choose the right label first."
    assert page.driver.switch_to.active_element == page.find("right-label")
    assert page.requests() == []


def test_what_was_said_of_one_headline_is_not_said_of_the_next(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()
    page.choose("Business", Keys.TAB, Keys.ENTER)
    page.thanks()

    page.classify("Shares fall as the central bank raises rates")

    page.wait(lambda: page.text("label") == "Business", "the next result did not come")
    assert page.text("thanks") == ""
    assert page.find("right-label").get_attribute("value") == ""
    assert "Business" not in [option.text for option in page.all("#right-label option")]


def test_a_correction_that_is_refused_is_told_where_it_was_made(page, api, pictures):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()
    page.driver.get(f"{page.url}/#key=withdrawn")

    page.choose("Business", Keys.TAB, Keys.ENTER)

    page.wait(lambda: page.text("correction-problem"), "no problem was told")
    assert page.text("correction-problem") == "The header x-api-key is missing or holds no valid key."
    assert page.text("thanks") == ""
    assert page.shown("key-form")
    assert page.driver.switch_to.active_element == page.find("key")
    page.look(900)
    page.picture(pictures / "correction-refused.png")
    assert_readable(page, 900, dark=False)
    page.use_key(api.key)
    page.wait(lambda: not page.text("correction-problem"), "the refusal is still told")
    page.choose("Business", Keys.TAB, Keys.ENTER)
    assert page.thanks()


def test_a_correction_is_announced_and_its_control_has_a_name(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()

    (label,) = page.all("label[for='right-label']")
    assert page.find("right-label").accessible_name.lower() == label.text.lower() == "wrong label?"
    assert page.find("thanks").get_attribute("role") == "status"
    assert page.find("correction-problem").get_attribute("role") == "alert"


def test_key_leaves_the_address_and_goes_to_the_api_alone(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()

    assert page.driver.current_url == f"{page.url}/"
    sent = page.requests()
    calls = [request for request in sent if request["method"] == "POST"]
    assert {request["url"] for request in calls} == {f"{page.url}/v1/classify?explain=true"}
    assert {headers(request)["x-api-key"] for request in calls} == {api.key}
    others = [request for request in sent if request["method"] != "POST"]
    assert len(others) > 3
    assert not [request for request in others if api.key in request["url"] or "x-api-key" in headers(request)]
    assert not [request for request in sent if not request["url"].startswith(f"{page.url}/")]


def test_key_survives_a_reload(page, api):
    page.open(key=api.key)
    page.driver.refresh()

    page.classify(HEADLINE)

    assert page.result()
    assert not page.shown("key-form")


def test_missing_key_is_asked_for(page, api):
    page.open()

    assert page.shown("key-form")
    page.use_key(api.key)
    assert not page.shown("key-form")
    page.classify(HEADLINE)
    assert page.result()


def test_what_no_header_can_carry_is_no_key(page):
    page.open()

    page.use_key("a key with spaces")

    assert page.problem() == "An API key is made of letters, digits and signs, without spaces."
    assert page.find("key").get_attribute("value") == "a key with spaces"


def test_wrong_key_is_told_and_replaced_without_typing_the_headline_again(page, api):
    page.open(key="wrong")
    assert not page.shown("key-form")

    page.classify(HEADLINE)

    assert page.problem()
    assert page.shown("key-form")
    assert page.driver.switch_to.active_element == page.find("key")
    assert page.find("headline").get_attribute("value") == HEADLINE
    page.use_key(api.key)
    assert page.result()
    assert page.text("problem") == ""
    assert not page.shown("key-form")
    refused = [complaint for complaint in page.complaints() if "403" not in complaint]
    assert refused == [], "the browser itself notes the refused call, and nothing else"


def test_key_in_a_new_fragment_replaces_the_old_one(page, api):
    page.open(key="wrong").open(key=api.key)

    page.classify(HEADLINE)

    assert page.result()
    assert page.driver.current_url == f"{page.url}/"


def test_too_long_a_headline_is_refused_before_it_is_sent(page, api):
    page.open(key=api.key)
    page.script("arguments[0].value = arguments[1]", page.find("headline"), "word " * (MAX_CHARACTERS // 5))
    page.find("headline").send_keys("and")
    assert page.text("counter") == f"{MAX_CHARACTERS + 3} of {MAX_CHARACTERS} characters"
    page.requests()

    page.find("headline").send_keys(Keys.ENTER)

    assert (
        page.problem()
        == f"A headline has at most {MAX_CHARACTERS} characters; this one has {MAX_CHARACTERS + 3}."
    )
    assert page.requests() == []
    assert len(page.find("headline").get_attribute("value")) == MAX_CHARACTERS + 3


def test_counter_counts_characters_as_the_api_does(page, api):
    page.open(key=api.key)
    assert not page.shown("counter")

    text = "  🦠 virus " * (MAX_CHARACTERS // 8)
    page.script("arguments[0].value = arguments[1]", page.find("headline"), text)
    page.find("headline").send_keys(" ")

    assert page.text("counter") == f"{len(' '.join(text.split()))} of {MAX_CHARACTERS} characters"
    page.find("headline").send_keys(Keys.ENTER)
    assert page.result()


def test_truncated_headline_is_marked(page, api, answer):
    headline = "Parliament debates the budget " * 32
    assert answer(headline)["truncated"]
    page.open(key=api.key)

    page.classify(headline)

    page.result()
    assert "Truncated" in [mark.text for mark in page.all("#marks b")]


def test_empty_headline_is_not_sent(page, api):
    page.open(key=api.key)
    page.requests()

    page.find("headline").send_keys("  ", Keys.ENTER)

    assert page.problem() == "Type a headline first."
    assert page.requests() == []


def test_network_down_is_told_and_the_headline_kept(page, api):
    page.open(key=api.key)
    page.go_offline()

    page.classify(HEADLINE)

    assert page.problem() == "The API cannot be reached. Is the network down?"
    assert page.find("headline").get_attribute("value") == HEADLINE
    page.go_offline(False)
    page.all("#desk button")[0].click()
    assert page.result()
    assert page.text("problem") == ""


@pytest.mark.parametrize(
    ("status", "body", "sent", "told"),
    [
        (
            400,
            {
                "error": {
                    "message": "the request is not valid",
                    "details": [{"field": "headline", "problem": "is odd"}],
                }
            },
            {},
            "The request is not valid. Headline: is odd.",
        ),
        (413, {"error": {"message": "the body is too large"}}, {}, "The body is too large."),
        (
            429,
            {"message": "Too Many Requests"},
            {"Retry-After": "1"},
            "The API is getting more calls than its plan allows. Try again in 1 second.",
        ),
        (500, "<html>Oops", {}, "The API answered with status 500."),
        (
            503,
            {"error": {"message": "the model is not ready", "request_id": "r-1"}},
            {"Retry-After": "5"},
            "The model is not ready. Try again in 5 seconds. Request r-1.",
        ),
        (504, {"message": "Endpoint request timed out"}, {}, "The model took too long to answer."),
        (200, {"unexpected": True}, {}, "The API gave an answer this page cannot read."),
    ],
)
def test_every_refusal_is_put_in_words(staged_page, status, body, sent, told):
    page = staged_page(status, body, sent).open(key="any")

    page.classify(HEADLINE)

    assert page.problem() == told
    assert page.find("headline").get_attribute("value") == HEADLINE
    assert not page.shown("result")


def test_words_that_change_nothing_alone_are_said_to(staged_page):
    prediction = {
        "predicted_label": "Sport",
        "scores": {"Sport": 0.9, "Weather": 0.1},
        "confidence": 0.9,
        "needs_review": False,
        "truncated": False,
        "model": {"name": "own", "version": "2", "backend": "cascade"},
        "explanation": [{"word": "Cup", "weight": 0.0002}, {"word": "final", "weight": -0.0001}],
    }
    page = staged_page(200, prediction).open(key="any")

    page.classify("Cup final")

    page.result()
    assert page.text("weight") == "No word tells more than another."
    assert [word.get_attribute("class") for word in page.all("#words li")] == ["", ""]


def test_labels_come_from_the_answer_and_are_text(staged_page):
    scores = {"<b>Örtlich</b>": 0.9997, "طب": 0.0002, **{f"Desk {number}": 0.00001 for number in range(10)}}
    prediction = {
        "predicted_label": "<b>Örtlich</b>",
        "scores": scores,
        "confidence": 0.9997,
        "needs_review": True,
        "truncated": False,
        "model": {"name": "own", "version": "2", "backend": "cascade"},
    }
    page = staged_page(200, prediction).open(key="any")

    page.classify(HEADLINE)

    assert page.result() == "<b>Örtlich</b>"
    assert [row.text for row in page.all(".score .name")] == list(scores)
    assert [row.text for row in page.all(".score .share")] == [">99.9%"] + ["<0.1%"] * 11
    assert [mark.text for mark in page.all("#marks b")] == ["Needs review"]
    assert not page.shown("explanation")
    assert page.complaints() == []


def test_confidence_that_is_the_models_own_word_is_marked(staged_page, pictures):
    prediction = UncalibratedPrediction.from_report(
        "Health",
        0.95,
        ["Business", "Science", "Entertainment", "Health"],
        threshold=0.9,
        model=ModelReference("news", "amazon.nova-micro-v1:0", "bedrock"),
    )
    page = staged_page(200, asdict(prediction)).open(key="any")

    page.classify(HEADLINE)

    assert page.result() == "Health"
    assert [mark.text for mark in page.all("#marks b")] == ["Not calibrated"]
    assert "amazon.nova-micro-v1:0 (bedrock)" in page.text("colophon")
    assert not page.shown("explanation")
    page.look(900)
    page.picture(pictures / "page-uncalibrated.png")


@pytest.mark.parametrize("width", [360, 900])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_result_is_readable(page, api, pictures, scheme, width):
    page.open(key=api.key)
    page.all("#examples button")[0].click()
    page.result()

    page.look(width, scheme)
    page.picture(pictures / f"page-{scheme}-{width}.png")

    assert_readable(page, width, dark=scheme == "dark")


@pytest.mark.parametrize("width", [360, 900])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_correction_is_readable(page, api, pictures, scheme, width):
    page.open(key=api.key)
    page.all("#examples button")[0].click()
    page.result()
    page.choose("Science", Keys.TAB, Keys.ENTER)
    page.thanks()

    page.look(width, scheme)
    page.picture(pictures / f"correction-{scheme}-{width}.png")

    assert_readable(page, width, dark=scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_refusal_is_readable(page, pictures, scheme):
    page.open(key="wrong")
    page.classify("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
    page.problem()

    page.look(360, scheme)
    page.picture(pictures / f"refusal-{scheme}.png")

    assert_readable(page, 360, dark=scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_missing_page_is_readable_and_leads_back(page, pictures, scheme):
    page.open("nowhere/at/all")
    page.look(360, scheme)
    page.picture(pictures / f"missing-{scheme}.png")

    assert page.driver.find_element(By.TAG_NAME, "h1").text == "This story was never filed"
    assert_readable(page, 360, dark=scheme == "dark")
    page.driver.find_element(By.LINK_TEXT, "Back to the desk").click()
    page.wait(lambda: page.driver.current_url == f"{page.url}/", "the link does not lead to the page")


def test_page_leads_to_the_documentation_of_the_api(page):
    page.open()
    address = page.driver.find_element(By.LINK_TEXT, "The API behind this page").get_attribute("href")

    answer = httpx.get(address, timeout=60)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")


def test_motion_is_left_out_for_who_asks(page, api):
    page.open(key=api.key)
    page.classify(HEADLINE)
    page.result()
    name = "return getComputedStyle(document.querySelector('.bar'), '::before').animationName"

    page.look(900, reduced_motion=False)
    assert page.script(name) == "grow"
    page.look(900, reduced_motion=True)
    assert page.script(name) == "none"


def assert_readable(page, width, *, dark):
    background = page.script("return getComputedStyle(document.body).backgroundColor")
    channels = [int(channel) for channel in re.findall(r"\d+", background)[:3]]
    assert (max(channels) < 60) if dark else (min(channels) > 200)
    assert page.script("return document.documentElement.scrollWidth") == width, "it scrolls sideways"
    contrasts = page.script(CONTRAST)
    assert len(contrasts) > 4
    assert [entry for entry in contrasts if entry[1] < 4.5] == []


def shown_share(row):
    text = row.find_element(By.CLASS_NAME, "share").text
    return float(text.strip("<>%")) / 100


def drawn_share(page, row):
    return page.script(
        "const bar = arguments[0].querySelector('.bar');"
        "bar.getAnimations({ subtree: true }).forEach((animation) => animation.finish());"
        "return parseFloat(getComputedStyle(bar, '::before').width) / bar.clientWidth",
        row,
    )


def headers(request):
    return {name.lower(): value for name, value in request["headers"].items()}
