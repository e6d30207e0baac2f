// One experiment of many runs: asks the server for it, and keeps what has arrived.

import { BUSY, pause, refusalOf } from "./asking.js";
import { readMessages } from "./tracks.js";
import { BASE } from "../site/site.js";

/**
 * @typedef {import("./tracks.js").Message} Message
 * @typedef {{ seed: number, query: string, converged: boolean, accuracy: number, angle: number,
 *   curve: import("./tracks.js").Numbers }} Run
 * @typedef {{ tried: number, count: number, share: number, low: number, high: number }} Share
 * @typedef {{ only: number[], p: number, differ: boolean }} Verdict
 * @typedef {{ runs: Run[][], shares: Share[] | null, done: number, total: number, verdict: Verdict | null,
 *   place: number }} Found
 */

// finished ones, by query: they are the same whenever they are asked for
/** @type {Map<string, Found>} */
const done = new Map();
const KEPT = 16;

/**
 * What has arrived: runs [arm][seed], the shares of the arms, how many are done, the verdict,
 * and before the first the place in line.
 * @returns {Found}
 */
function nothing() {
  return { runs: [[], []], shares: null, done: 0, total: 0, verdict: null, place: 0 };
}

/** States: "idle", "running", "done", "cancelled", "broken" (no answer, or it broke off). */
export class Experiment {
  /** @type {AbortController | null} */
  #controller = null;
  #heard;

  /**
   * `heard()` after each message and change of state.
   * @param {() => void} heard
   */
  constructor(heard) {
    this.#heard = heard;
    this.query = "";
    this.state = "idle";
    this.found = nothing();
  }

  /**
   * The experiment of `query` is the one to show: what is under way for another one stops.
   * @param {string} query
   */
  want(query) {
    if (query === this.query) return;
    this.#stop();
    this.query = query;
    this.found = done.get(query) ?? nothing();
    this.state = done.has(query) ? "done" : "idle";
    this.#heard();
  }

  /** Begin from the first run. */
  start() {
    this.#stop();
    this.found = nothing();
    this.state = "running";
    this.#read(this.found);
    this.#heard();
  }

  /** Stop; what has arrived stays. */
  cancel() {
    this.#stop();
    this.state = "cancelled";
    this.#heard();
  }

  close() {
    this.#stop();
  }

  /** @param {Found} found */
  async #read(found) {
    const controller = new AbortController();
    const { signal } = controller;
    this.#controller = controller;
    try {
      for await (const message of readMessages(new URL(`lossviz/trials?${this.query}`, BASE).href, signal)) {
        if (signal.aborted) return;
        take(found, message);
        if (found.verdict) this.#keep(found);
        this.#heard();
      }
    } catch (problem) {
      if (signal.aborted) return;
      const refusal = refusalOf(problem);
      if (refusal.status === BUSY) this.#later(found, refusal, signal);
      else this.state = "broken";
      this.#heard();
    }
  }

  /**
   * The server is full: ask again when it says that this is worth it.
   * @param {Found} found
   * @param {import("./asking.js").Refusal} problem
   * @param {AbortSignal} signal
   */
  #later(found, problem, signal) {
    found.place = problem.place;
    const timer = setTimeout(() => this.#read(found), pause(problem));
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  /** @param {Found} found */
  #keep(found) {
    this.state = "done";
    done.set(this.query, found);
    const [oldest] = done.keys();
    if (done.size > KEPT) done.delete(oldest);
  }

  #stop() {
    this.#controller?.abort();
  }
}

/**
 * @param {Found} found
 * @param {Message} message
 */
function take(found, { header, arrays }) {
  found.place = header.type === "waiting" ? header.place : 0;
  if (header.type === "meta") found.total = header.total;
  else if (header.type === "frames") add(found, header, arrays);
  else if (header.type === "end") found.verdict = { only: header.only, p: header.p, differ: header.differ };
}

/**
 * @param {Found} found
 * @param {Message["header"]} header
 * @param {Message["arrays"]} arrays
 */
function add(found, { done: count, queries }, arrays) {
  const size = arrays.curve.shape[1];
  /** @type {(name: string, k: number) => number} */
  const of = (name, k) => arrays[name].data[k];
  queries.forEach((/** @type {string} */ query, /** @type {number} */ k) => {
    const seed = of("seed", k);
    found.runs[of("arm", k)][seed] = {
      seed,
      query,
      converged: of("converged", k) > 0,
      accuracy: of("accuracy", k),
      angle: of("angle", k),
      curve: arrays.curve.data.subarray(k * size, (k + 1) * size),
    };
  });
  found.done = count;
  found.shares = [0, 1].map((arm) => ({
    tried: of("tried", arm),
    count: of("count", arm),
    share: of("share", arm),
    low: of("low", arm),
    high: of("high", arm),
  }));
}
