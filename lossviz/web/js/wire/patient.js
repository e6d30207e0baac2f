// A request that waits its turn: a server that is full is asked again when it said it would have room.

import { ask, BUSY, pause, refusalOf } from "./asking.js";

/**
 * The response to `url`, as soon as the server has room for it. Throws as `ask` does for whatever else goes wrong.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {(place: number, wait: number) => void} told called with the place in line, and the wait in milliseconds
 */
export async function patiently(url, signal, told) {
  for (;;) {
    try {
      return await ask(url, signal);
    } catch (thrown) {
      const problem = refusalOf(thrown);
      if (problem.status !== BUSY || signal.aborted) throw thrown;
      const wait = pause(problem);
      told(problem.place, wait);
      await new Promise((go) => setTimeout(go, wait));
      if (signal.aborted) throw thrown;
    }
  }
}
