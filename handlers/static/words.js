// The headline with each word tinted by what it did for the label; one tab stop, arrow keys between words.

const FAINTEST = 0.02; // the weight that gets a full tint at least: below it, differences are noise
const SILENT = 0.0005; // weights that round to nothing

const list = document.getElementById("words");
const caption = document.getElementById("weight");

let describe = () => "";

export function showWords(explanation, label) {
  const full = Math.max(FAINTEST, ...explanation.map(({ weight }) => Math.abs(weight)));
  list.replaceChildren(...explanation.flatMap(({ word, weight }) => [wordOf(word, weight, full), " "]));
  describe = (item) => sentence(item.dataset.word, Number(item.dataset.weight), label);
  const strongest = [...list.children].reduce((a, b) => (Math.abs(b.dataset.weight) > Math.abs(a.dataset.weight) ? b : a));
  strongest.tabIndex = 0;
  caption.textContent = describe(strongest);
}

function wordOf(word, weight, full) {
  const item = document.createElement("li");
  if (Math.abs(weight) >= SILENT) item.className = weight > 0 ? "for" : "against";
  item.style.setProperty("--strength", Math.abs(weight) / full);
  item.dataset.word = word;
  item.dataset.weight = weight;
  item.tabIndex = -1;
  const number = document.createElement("span");
  number.className = "unseen";
  number.textContent = ` ${points(weight)}`;
  item.append(word, number);
  return item;
}

function sentence(word, weight, label) {
  if (Math.abs(weight) < SILENT) return `“${word}” changes nothing.`;
  const size = points(Math.abs(weight)).slice(1);
  return weight > 0 ? `“${word}” adds ${size} to ${label}.` : `“${word}” takes ${size} from ${label}.`;
}

function points(weight) {
  const value = (weight * 100).toFixed(1);
  return `${weight < 0 ? value.replace("-", "−") : `+${value}`} points`;
}

function point(event) {
  const item = event.target.closest("li");
  if (!item) return;
  caption.textContent = describe(item);
}

function move(event) {
  const items = [...list.children];
  const here = items.indexOf(document.activeElement);
  const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const steps = { Home: -here, End: items.length - 1 - here, ArrowLeft: -1, ArrowRight: 1 };
  if (here < 0 || !(event.key in steps)) return;
  event.preventDefault();
  const step = event.key.startsWith("Arrow") && forward === "ArrowLeft" ? -steps[event.key] : steps[event.key];
  const next = items[Math.min(Math.max(here + step, 0), items.length - 1)];
  items[here].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

list.addEventListener("pointerover", point);
list.addEventListener("focusin", point);
list.addEventListener("keydown", move);
