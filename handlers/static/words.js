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
  const strength = (item) => Math.abs(item.dataset.weight);
  const strongest = [...list.children].reduce((a, b) => (strength(b) > strength(a) ? b : a));
  strongest.tabIndex = 0;
  caption.textContent =
    strength(strongest) < SILENT
      ? "No word tells more than another."
      : describe(strongest);
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
  if (Math.abs(weight) < SILENT) return "0.0 points";
  const value = (weight * 100).toFixed(1);
  return `${weight < 0 ? value.replace("-", "−") : `+${value}`} points`;
}

function point({ target }) {
  const item = target.closest("li");
  if (item) caption.textContent = describe(item);
}

function stop({ target }) {
  for (const item of list.querySelectorAll("[tabindex='0']")) item.tabIndex = -1;
  target.tabIndex = 0;
}

function move(event) {
  const items = [...list.children];
  const here = items.indexOf(document.activeElement);
  const ahead = getComputedStyle(list).direction === "rtl" ? -1 : 1;
  const places = { Home: 0, End: items.length - 1, ArrowLeft: here - ahead, ArrowRight: here + ahead };
  if (here < 0 || !(event.key in places)) return;
  event.preventDefault();
  items[places[event.key]]?.focus();
}

list.addEventListener("pointerover", point);
list.addEventListener("focusin", point);
list.addEventListener("focusin", stop);
list.addEventListener("keydown", move);
