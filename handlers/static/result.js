// A prediction as a person reads it. Labels, their number and their order come from the answer alone.

import { showWords } from "./words.js";

const $ = (id) => document.getElementById(id);

export function showResult(prediction, milliseconds) {
  const { predicted_label: label, confidence, model } = prediction;
  $("label").textContent = label;
  $("confidence").textContent = `${percent(confidence)} sure`;
  const marks = marksOf(prediction);
  $("marks").replaceChildren(...marks.map(markOf));
  $("scores").replaceChildren(...scoresOf(prediction));
  $("explanation").hidden = !prediction.explanation?.length;
  if (prediction.explanation?.length) showWords(prediction.explanation, label);
  $("colophon").textContent =
    `Answered by ${model.name} ${model.version} (${model.backend}) in ${Math.round(milliseconds)} ms`;
  $("result").hidden = false;
  $("status").textContent =
    [`${label}, ${percent(confidence)} sure`, ...marks.map(([name]) => name)].join(". ") + ".";
}

export function hideResult() {
  $("result").hidden = true;
  $("status").textContent = "";
}

function marksOf({ needs_review: review, truncated, calibrated }) {
  const marks = [];
  if (review) marks.push(["Needs review", "The model is less sure than it has to be; let a person decide."]);
  if (truncated) marks.push(["Truncated", "The model read only the beginning of this headline."]);
  if (calibrated === false)
    marks.push(["Not calibrated", "How sure it is, is the model's own word; nobody has held it against the truth."]);
  return marks;
}

function markOf([name, why]) {
  return element("li", "mark", element("b", "", name), ` ${why}`);
}

function scoresOf({ scores, predicted_label: chosen }) {
  const ranked = Object.entries(scores).sort(([, a], [, b]) => b - a);
  return ranked.map(([label, score]) => {
    const name = element("span", "name", label);
    name.dir = "auto";
    const bar = element("span", "bar");
    bar.style.setProperty("--share", score);
    bar.ariaHidden = "true";
    const share = element("span", "share", percent(score));
    return element("li", label === chosen ? "score chosen" : "score", name, " ", bar, share);
  });
}

/** A share in percent that rounds neither a doubt to certainty nor a chance to nothing. */
function percent(share) {
  if (share > 0 && share < 0.0005) return "<0.1%";
  if (share < 1 && share >= 0.9995) return ">99.9%";
  return `${(share * 100).toFixed(1)}%`;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
