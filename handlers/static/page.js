// The page: a headline goes in, `result.js` shows what comes back, and nothing typed is ever lost.

import { classify } from "./api.js";
import { offerCorrection } from "./correction.js";
import { keepKey, readKey, takeKeyFromAddress } from "./key.js";
import { hideResult, showResult } from "./result.js";

const NEAR_LIMIT = 0.9;

const $ = (id) => document.getElementById(id);
const [desk, headline, counter, problem] = ["desk", "headline", "counter", "problem"].map($);
const [keyForm, key, changeKey] = ["key-form", "key", "change-key"].map($);
const limit = Number(headline.dataset.limit);

let busy = false;

async function submit() {
  if (busy) return;
  const text = normalised(headline.value);
  if (!text) return complain("Type a headline first.", headline);
  if (length(text) > limit) {
    return complain(`A headline has at most ${limit} characters; this one has ${length(text)}.`, headline);
  }
  complain("");
  setBusy(true);
  try {
    const { prediction, milliseconds } = await classify(desk.action, text, readKey());
    askForKey(false);
    showResult(prediction, milliseconds);
    offerCorrection(text, prediction);
    desk.scrollIntoView({ block: "nearest" });
  } catch (error) {
    hideResult();
    if (error.status === 403) askForKey(true);
    complain(error.message, error.status === 403 ? key : null);
  } finally {
    setBusy(false);
  }
}

function setBusy(state) {
  busy = state;
  document.body.classList.toggle("busy", state);
  desk.querySelector("button").ariaDisabled = String(state);
  desk.querySelector("button").textContent = state ? "Classifying…" : "Classify";
}

function complain(message, field = null) {
  problem.textContent = message;
  field?.focus();
}

function askForKey(needed) {
  keyForm.hidden = !needed;
  changeKey.hidden = needed || !readKey();
}

function count() {
  const used = length(normalised(headline.value));
  counter.hidden = used < limit * NEAR_LIMIT;
  counter.classList.toggle("over", used > limit);
  counter.textContent = counter.hidden ? "" : `${used} of ${limit} characters`;
}

// counted as the API counts: characters, not UTF-16 units, with whitespace collapsed
const normalised = (text) => text.replace(/\s+/gu, " ").trim();
const length = (text) => [...text].length;

desk.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

headline.addEventListener("input", count);
headline.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});

$("examples")?.addEventListener("click", ({ target }) => {
  if (busy || !target.matches("button")) return;
  headline.value = target.textContent;
  count();
  submit();
});

keyForm.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!keepKey(key.value)) {
    return complain("An API key is made of letters, digits and signs, without spaces.", key);
  }
  key.value = "";
  askForKey(false);
  complain("");
  if (normalised(headline.value)) submit();
  else headline.focus();
});

changeKey.addEventListener("click", () => {
  askForKey(true);
  key.focus();
});

$("correction").addEventListener("keyrefused", () => {
  askForKey(true);
  key.focus();
});

window.addEventListener("hashchange", () => {
  if (takeKeyFromAddress()) askForKey(false);
});

takeKeyFromAddress();
askForKey(!readKey());
count();
