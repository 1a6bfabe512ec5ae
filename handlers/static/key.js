// The API key: kept for this tab, taken out of the address bar, sent to nobody but the API.

const NAME = "newsdesk.key";
const VISIBLE_ASCII = /^[\x21-\x7e]+$/; // what a header can carry

let kept = null; // where the browser forbids storage

export function readKey() {
  try {
    return sessionStorage.getItem(NAME) ?? kept;
  } catch {
    return kept;
  }
}

/** Keep a key; false when it is not one. */
export function keepKey(text) {
  const key = text.trim();
  if (!VISIBLE_ASCII.test(key)) return false;
  kept = key;
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // kept in memory until the page is left
  }
  return true;
}

/** Take the key from `#key=...`, so that a link can carry it without any server seeing it. */
export function takeKeyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("key");
  if (key === null) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  return keepKey(key);
}
