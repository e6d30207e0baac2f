// A request that begins with the page, before there is a picture that wants its answer.

const WANTED_MS = 60_000;

/** @type {Map<string, { controller: AbortController, answer: Promise<Response | null> }>} */
const begun = new Map();

/**
 * One name for a request, however its parameters are ordered.
 * @param {string} url
 */
function keyOf(url) {
  const { origin, pathname, searchParams } = new URL(url, globalThis.location?.href);
  searchParams.sort();
  return `${origin}${pathname}?${searchParams}`;
}

/**
 * Ask for `url` now; what nobody claims is dropped.
 * @param {string} url
 */
export function begin(url) {
  const controller = new AbortController();
  const key = keyOf(url);
  begun.set(key, { controller, answer: fetch(url, { signal: controller.signal }).catch(() => null) });
  setTimeout(() => begun.delete(key) && controller.abort(), WANTED_MS);
}

/**
 * The response to `url` for the first who asks, or null: it was not asked for, or refused.
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function claim(url, signal) {
  const key = begun.size ? keyOf(url) : "";
  const found = begun.get(key);
  if (!found) return null;
  begun.delete(key);
  signal.addEventListener("abort", () => found.controller.abort(), { once: true });
  if (signal.aborted) found.controller.abort();
  const response = await found.answer;
  return response?.ok ? response : null;
}
