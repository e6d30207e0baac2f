// One experiment of many runs: asks the server for it, and keeps what has arrived.

import { BUSY } from "./asking.js";
import { Reading } from "./reading.js";

/**
 * @typedef {import("./messages.js").Message} Message
 * @typedef {{ seed: number, query: string, converged: boolean, accuracy: number, angle: number,
 *   curve: import("./messages.js").Numbers }} Run
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
  /** @type {Reading | null} */
  #reading = null;
  #address;
  #heard;

  /**
   * @param {(query: string) => string} address where the runs of a query are asked for
   * @param {() => void} heard called after each message and change of state
   */
  constructor(address, heard) {
    this.#address = address;
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
    this.close();
    this.query = query;
    this.found = done.get(query) ?? nothing();
    this.state = done.has(query) ? "done" : "idle";
    this.#heard();
  }

  /** Begin from the first run. */
  start() {
    this.close();
    this.found = nothing();
    this.state = "running";
    this.#reading = new Reading(this.#address(this.query), {
      heard: (message) => {
        take(this.found, message);
        this.#heard();
      },
      whole: () => this.#keep(),
      failed: ({ status, place }) => {
        // only a full server is asked again: the runs would begin with the first one
        if (status === BUSY) this.found.place = place;
        else this.#end("broken");
        this.#heard();
      },
    }, true);
    this.#reading.start();
    this.#heard();
  }

  /** Stop; what has arrived stays. */
  cancel() {
    this.#end("cancelled");
    this.#heard();
  }

  close() {
    this.#reading?.stop();
  }

  /** @param {string} state */
  #end(state) {
    this.close();
    this.state = state;
  }

  #keep() {
    this.state = "done";
    done.set(this.query, this.found);
    const [oldest] = done.keys();
    if (done.size > KEPT) done.delete(oldest);
    this.#heard();
  }
}

/**
 * @param {Found} found
 * @param {Message} message
 */
function take(found, { header, arrays }) {
  found.place = header.type === "waiting" ? header.place : 0;
  if (header.type === "progress") progress(found, header);
  else if (header.type === "track") add(found, header.queries, arrays);
  else if (header.type === "end") found.verdict = { only: header.only, p: header.p, differ: header.differ };
}

/**
 * @param {Found} found
 * @param {Message["header"]} header
 */
function progress(found, { done: count, total, tried, count: converged, share, low, high }) {
  Object.assign(found, { done: count, total });
  if (!tried) return;
  found.shares = [0, 1].map((arm) => ({
    tried: tried[arm],
    count: converged[arm],
    share: share[arm],
    low: low[arm],
    high: high[arm],
  }));
}

/**
 * @param {Found} found
 * @param {string[]} queries
 * @param {Message["arrays"]} arrays
 */
function add(found, queries, arrays) {
  const size = arrays.curve.shape[1];
  /** @type {(name: string, k: number) => number} */
  const of = (name, k) => arrays[name].data[k];
  queries.forEach((query, k) => {
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
  // who stops before the server has counted them is told of what is there
  found.done = Math.max(found.done, found.runs.flat().filter(Boolean).length);
}
