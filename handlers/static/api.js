// Calls to the API: what is asked for, or a refusal that says why in words.

const PATIENCE = 35_000; // milliseconds; API Gateway itself gives up after 29 seconds

const MEANING = {
  403: "The API did not accept the key.",
  413: "The headline is too large for the API.",
  429: "The API is getting more calls than its plan allows.",
  503: "The model is not ready yet.",
  504: "The model took too long to answer.",
};

export class Refusal extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** A prediction, and how long it took. */
export async function classify(address, headline, key) {
  const started = performance.now();
  const prediction = await post(address, { headline }, key, "scores");
  return { prediction, milliseconds: performance.now() - started };
}

/** What is kept of a correction, once under one id. */
export function correct(address, correction, key, id) {
  return post(address, correction, key, "id", { "idempotency-key": id });
}

async function post(address, content, key, wanted, more = {}) {
  const headers = { "content-type": "application/json", accept: "application/json", ...more };
  if (key) headers["x-api-key"] = key;
  const [response, body] = await send(address, {
    method: "POST",
    headers,
    body: JSON.stringify(content),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Refusal(explain(response, body), response.status);
  if (!body?.[wanted]) throw new Refusal("The API gave an answer this page cannot read.", response.status);
  return body;
}

async function send(address, request) {
  try {
    const response = await fetch(address, request);
    return [response, parse(await response.text())];
  } catch (error) {
    if (error.name === "TimeoutError") throw new Refusal("The API did not answer in time.");
    throw new Refusal("The API cannot be reached. Is the network down?");
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function explain(response, body) {
  const { message, details = [], request_id: id } = body?.error ?? {};
  const sentences = [message ?? MEANING[response.status] ?? `The API answered with status ${response.status}.`];
  for (const { field, problem } of details) if (problem) sentences.push(field ? `${field}: ${problem}` : problem);
  const wait = Number(response.headers.get("retry-after"));
  if (wait > 0) sentences.push(`Try again in ${wait} ${wait === 1 ? "second" : "seconds"}.`);
  if (response.status >= 500 && id) sentences.push(`Request ${id}.`);
  return sentences.map(asSentence).join(" ");
}

function asSentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}
