// What a person says is the right label: one choice, one call, and thanks, or the reason why not.

import { correct } from "./api.js";
import { readKey } from "./key.js";

const $ = (id) => document.getElementById(id);
const [form, choice, thanks, problem] = ["correction", "right-label", "thanks", "correction-problem"].map($);

let answered = {}; // what the model has said, of which headline
let said = {}; // which label a person gave it last, and the id of that: who changes back to a label says something new
let busy = false;

/** Offer the labels that the model has not chosen; those come from its answer, as everywhere. */
export function offerCorrection(headline, { predicted_label, scores, model }) {
  answered = { headline, predicted_label, model: model.name, version: model.version };
  said = {};
  const others = Object.keys(scores).filter((label) => label !== predicted_label);
  choice.replaceChildren(new Option("Choose the right one", ""), ...others.map((label) => new Option(label, label)));
  tell("", "");
}

async function send() {
  if (busy) return;
  if (!choice.value) {
    tell("", "Choose the right label first.");
    return choice.focus();
  }
  const [about, label] = [answered, choice.value];
  if (label !== said.label) said = { label, id: newId() };
  tell("", "");
  setBusy(true);
  let outcome;
  try {
    const { kept_text } = await correct(form.action, { ...about, label }, readKey(), said.id);
    outcome = [`Thank you. Kept as ${label} for the next training${kept_text ? "" : ", without the headline itself"}.`, ""];
  } catch (error) {
    outcome = ["", error.message];
    if (error.status === 403) form.dispatchEvent(new Event("keyrefused"));
  } finally {
    setBusy(false);
  }
  if (about === answered) tell(...outcome); // and not under another headline
}

// crypto.randomUUID is there on https and on this machine alone.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function setBusy(state) {
  busy = state;
  const button = form.querySelector("button");
  button.ariaDisabled = String(state);
  button.textContent = state ? "Sending…" : "Send";
}

function tell(thanked, wrong) {
  thanks.textContent = thanked;
  problem.textContent = wrong;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
