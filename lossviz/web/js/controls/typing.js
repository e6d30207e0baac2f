// Asks the server what a person has typed beside a slider.

import { ask, inSeconds, passes, pause, refusalOf } from "../wire/asking.js";
import { fill } from "../frame/dom.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
// an answer that takes longer is not waited for: it is asked for again
const PATIENCE_MS = 10_000;

/**
 * What the server reads, asked for until it answers: {moved, value, text, word, …}; null when `signal` says that it is
 * not wanted any more. While it does not answer, `tell(words)` says so in the words {offline, failed, refused}; a
 * refusal is said and ends it.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {(words: string) => void} tell
 * @param {Record<string, string>} words
 */
export async function readTyped(url, signal, tell, words) {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await answerTo(url, signal);
    } catch (thrown) {
      if (signal.aborted) return null;
      const problem = refusalOf(thrown);
      if (problem.status && problem.status < 500 && !passes(problem)) {
        tell(fill(words.refused, { status: problem.status }));
        return null;
      }
      const wait = pause(problem, tries, FIRST_WAIT_MS, LONGEST_WAIT_MS);
      tell(fill(problem.status ? words.failed : words.offline, { seconds: inSeconds(wait) }));
      await sleep(wait, signal);
    }
  }
  return null;
}

/**
 * The answer, if it comes in time.
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function answerTo(url, signal) {
  const late = new AbortController();
  const stop = () => late.abort();
  const timer = setTimeout(stop, PATIENCE_MS);
  signal.addEventListener("abort", stop);
  try {
    return await (await ask(url, late.signal)).json();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function sleep(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, signal.aborted ? 0 : ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}
