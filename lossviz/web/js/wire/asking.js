// Requests to the server: under the visitor's name, and what a refusal says.

import { claim } from "./early.js";

const VISITOR = "X-Lossviz-Visitor";
// what the server could not say with a status, because its answer had begun
/** @type {Record<string, number>} */
const STATUS = { busy: 503, gone: 410, failed: 500 };
export const BUSY = 503;
export const GONE = 410;
const NOT_THERE = 404;

let visitor = "";
/** @type {import("./archive.js").Archive | null} */
let archive = null;

/**
 * From now on nothing is asked of a server: a file has all that there is.
 * @param {import("./archive.js").Archive} found
 */
export function answerFrom(found) {
  archive = found;
}

/**
 * The name under which this page's requests wait for their turn.
 * @param {string | null | undefined} name
 */
export function introduce(name) {
  visitor = name ?? "";
}

/**
 * The server does not answer: `status`, 0 where the line broke; when it is full, `place` in line and
 * `seconds` to wait.
 */
export class Refusal extends Error {
  /** @param {number} status */
  constructor(status, { place = 0, seconds = 0 } = {}) {
    super(String(status));
    this.status = status;
    this.place = place;
    this.seconds = seconds;
  }
}

/**
 * What was thrown, as a refusal: whatever else goes wrong is a line that broke.
 * @param {unknown} problem
 */
export function refusalOf(problem) {
  return problem instanceof Refusal ? problem : new Refusal(0);
}

/**
 * The refusal in the header of a message, or null.
 * @param {import("./messages.js").Header} header
 */
export function refusalIn({ type, code, seconds }) {
  return type === "trouble" && code in STATUS ? new Refusal(STATUS[code], { seconds }) : null;
}

/**
 * The response to `url`. Throws a Refusal, or what fetch throws when there is no answer.
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function ask(url, signal) {
  if (archive) return archived(archive, url);
  const response = await claim(url, signal) ??
    await fetch(url, { signal, headers: visitor ? { [VISITOR]: visitor } : {} });
  if (response.ok) return response;
  throw new Refusal(response.status, response.status === BUSY ? await line(response) : {});
}

/**
 * @param {import("./archive.js").Archive} from
 * @param {string} url
 */
function archived(from, url) {
  const found = from.answer(url);
  if (!found) throw new Refusal(NOT_THERE);
  return found;
}

/**
 * Whether to try again as long as the answer is wanted: the server is full, or the line broke.
 * @param {Refusal} refusal
 */
export function passes({ status }) {
  return !status || status === BUSY || status === 429;
}

/**
 * How long to wait before try number `tries` + 1, in milliseconds: as long as a full server says, else
 * twice as long as before.
 * @param {Refusal} problem
 */
export function pause(problem, tries = 1, first = 0, longest = Infinity) {
  // they were turned away together: they should not come back together
  if (problem.status === BUSY) return 1000 * Math.max(problem.seconds, 1) * (0.75 + 0.5 * Math.random());
  return Math.min(first * 2 ** (tries - 1), longest);
}

/**
 * A pause in seconds, as it is said: whole ones from the first on.
 * @param {number} wait in milliseconds
 */
export function inSeconds(wait) {
  return wait < 1000 ? Math.round(wait / 100) / 10 : Math.ceil(wait / 1000);
}

/** @param {Response} response */
async function line(response) {
  const seconds = Number(response.headers.get("Retry-After")) || 1;
  try {
    return { seconds, ...await response.json() };
  } catch {
    return { seconds };
  }
}
