// One stream that is read until it is whole: where it breaks off it is asked for again.

import { BUSY, passes, pause, refusalOf } from "./asking.js";
import { readMessages } from "./messages.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const MOST_TRIES = 4;

/**
 * @typedef {import("./asking.js").Refusal} Refusal
 * @typedef {{ heard: (message: import("./messages.js").Message) => void, whole: () => void,
 *   failed: (problem: Refusal, wait: number | null) => void }} Hooks
 */

export class Reading {
  #timer = 0;
  #tries = 0;
  /** @type {AbortController | null} */
  #controller = null;

  /**
   * `failed(problem, wait)`: it is tried again in `wait` milliseconds, or, when that is null, never.
   * @param {string} url
   * @param {Hooks} hooks
   * @param {boolean} needed one that is not needed is given up after a few tries
   */
  constructor(url, hooks, needed) {
    this.url = url;
    this.hooks = hooks;
    this.needed = needed;
  }

  /** Read now, unless it is being read: this also ends a waiting time. */
  start() {
    if (this.#controller) return;
    clearTimeout(this.#timer);
    this.#controller = new AbortController();
    this.#read(this.#controller.signal);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#controller = null;
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    try {
      for await (const message of readMessages(this.url, signal)) {
        if (signal.aborted) return;
        this.hooks.heard(message);
      }
      if (!signal.aborted) this.hooks.whole();
    } catch (thrown) {
      if (!signal.aborted) this.#failed(refusalOf(thrown));
    }
  }

  /** @param {Refusal} problem */
  #failed(problem) {
    this.#controller = null;
    if (problem.status !== BUSY) this.#tries += 1;
    const wait = this.#givesUp(problem) ? null : pause(problem, this.#tries, FIRST_WAIT_MS, LONGEST_WAIT_MS);
    if (wait !== null) this.#timer = setTimeout(() => this.start(), wait);
    this.hooks.failed(problem, wait);
  }

  /**
   * What is needed is tried as long as it is wanted, unless the server says no or fails again and again.
   * @param {Refusal} problem
   */
  #givesUp(problem) {
    const tired = this.#tries >= MOST_TRIES;
    return passes(problem) ? !this.needed && tired : problem.status < 500 || tired;
  }
}
