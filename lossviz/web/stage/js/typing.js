// Asks the server what a person has typed beside a slider.

import { ask, inSeconds, passes, pause } from "./asking.js";
import { fill } from "./dom.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * What the server reads, asked for until it answers: {moved, value, text, word, …}; null when `signal` says that it is
 * not wanted any more. While it does not answer, `tell(words)` says so in the words {offline, failed, refused}; a
 * refusal is said and ends it.
 */
export async function readTyped(url, signal, tell, words) {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await (await ask(url, signal)).json();
    } catch (problem) {
      if (signal.aborted) return null;
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

function sleep(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}
