// Which tracks the stage has and fetches: the run of the current query, then a sweep a slider.

import { BUSY, GONE, inSeconds, passes, pause, refusalOf } from "../wire/asking.js";
import { readTrack, Track } from "../wire/tracks.js";

const KEPT_TRACKS = 24;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const MOST_TRIES = 4;
// what a status makes of a run that is given up, or tried again
const ENDS = { [GONE]: "gone" };
const WAITS = { [BUSY]: "full" };

/**
 * One track that is being fetched; `over`: the slider, null for the run.
 * @typedef {{ key: string, url: string, over: string | null, track: Track, controller: AbortController | null,
 *   tries: number, timer: number, reading: boolean }} Job
 */

/**
 * States: "loading" (nothing of the run yet), "training" (frames arrive), "ready", "error" (the run
 * itself stopped), "cancelled", "full" (the server takes no more, trying again), "offline" (the line
 * broke or the server failed, trying again), "gone" (the table is not there any more), "refused".
 */
export class Loader {
  /** @type {Map<string, Job>} */
  #jobs = new Map();
  /** @type {Map<string, Track>} */
  #kept = new Map();
  /** @type {string[]} */
  #order = [];
  // of the sweeps, by the name of the slider
  /** @type {Map<string, string>} */
  #keys = new Map();
  /** @type {Set<string>} */
  #lost = new Set();
  #base = "";
  #heard;
  state = "loading";
  // from the first `want` on
  /** @type {string} */
  query;
  /** @type {Track | null} */
  run = null;
  // what is known of the run that is under way, or of what it waits for
  /** @type {Record<string, any> | null} */
  progress = null;
  since = 0;
  /** @type {string[]} */
  names = [];

  /** @param {(track: Track | null) => void} heard */
  constructor(heard) {
    this.#heard = heard;
  }

  /**
   * Make `query` the current one: drop what is outdated, fetch what is missing.
   * @param {string} base
   * @param {string} query
   * @param {string[]} names
   */
  want(base, query, names) {
    this.#base = base;
    this.query = query;
    this.names = names;
    this.#lost.clear();
    this.#order = [
      ...this.#order.filter((name) => names.includes(name)),
      ...names.filter((name) => !this.#order.includes(name)),
    ];
    this.#keys = new Map(names.map((name) => [name, sweepKey(query, name)]));
    const keys = new Set([runKey(query), ...this.#keys.values()]);
    for (const [key, job] of this.#jobs) if (!keys.has(key)) this.#stop(job);
    for (const key of keys) this.#recall(key);
    this.again();
  }

  /**
   * Whether the run of `query` is the current one.
   * @param {string} query
   */
  wants(query) {
    return this.run !== null && runKey(query) === runKey(this.query);
  }

  /**
   * The current run is called `query` now: in another language, or as Python writes it.
   * @param {string} query
   */
  rename(query) {
    this.query = query;
  }

  /**
   * The slider a person has in hand: its sweep comes next.
   * @param {string} name
   */
  touch(name) {
    if (!this.names.includes(name)) return;
    this.#order = [name, ...this.#order.filter((other) => other !== name)];
    this.#lost.delete(name);
    if (this.state === "ready" || this.state === "error") this.#fetchSweep(name);
  }

  /**
   * The sweep over slider `name` at the current query: complete, on its way, or null.
   * @param {string | null} name
   */
  sweep(name) {
    const key = this.#keys.get(name ?? "") ?? "";
    return this.#kept.get(key) ?? this.#jobs.get(key)?.track ?? null;
  }

  /** Names of the sliders whose sweep is not complete. */
  filling() {
    return this.names.filter((name) => !this.sweep(name)?.complete);
  }

  /** Stop the run and the sweeps; what has arrived stays. */
  cancel() {
    for (const job of this.#jobs.values()) this.#stop(job);
    this.state = "cancelled";
    this.#heard(this.run);
  }

  /**
   * True when the sweep over `name` was given up: touching the slider asks for it again.
   * @param {string} name
   */
  lost(name) {
    return this.#lost.has(name);
  }

  /** Fetch the current run (again), unless it is here or on its way; also ends a waiting time. */
  again() {
    const key = runKey(this.query);
    this.progress = null;
    const kept = this.#recall(key);
    if (kept) {
      this.run = kept;
      this.state = "ready";
      this.#nextSweep();
    } else {
      const job = this.#jobs.get(key) ?? this.#job(key, "run", this.query, null);
      this.run = job.track;
      this.state = job.track.count ? "training" : "loading";
      this.since = performance.now();
      if (!job.reading) this.#read(job);
    }
    this.#heard(this.run);
  }

  close() {
    for (const job of this.#jobs.values()) this.#stop(job);
  }

  #nextSweep() {
    for (const job of this.#jobs.values()) if (job.over) return;
    const next = this.#order.find((name) => !this.sweep(name) && !this.#lost.has(name));
    if (next) this.#fetchSweep(next);
  }

  /** @param {string} name */
  #fetchSweep(name) {
    if (this.sweep(name)) return;
    const job = this.#job(sweepKey(this.query, name), "sweep", `${this.query}&over=${name}`, name);
    this.#read(job);
  }

  /**
   * @param {string} key
   * @param {"run" | "sweep"} route
   * @param {string} query
   * @param {string | null} over
   */
  #job(key, route, query, over) {
    const url = `${this.#base}lossviz/${route}?${query}`;
    /** @type {Job} */
    const job = { key, url, over, track: new Track(key), controller: null, tries: 0, timer: 0, reading: false };
    this.#jobs.set(key, job);
    return job;
  }

  /** @param {Job} job */
  async #read(job) {
    clearTimeout(job.timer);
    const controller = new AbortController();
    const { signal } = controller;
    job.controller = controller;
    job.reading = true;
    try {
      await readTrack(job.url, job.track, signal, (header) => this.#message(job, header));
      this.#done(job);
    } catch (problem) {
      if (!signal.aborted) this.#failed(job, refusalOf(problem));
    }
  }

  /**
   * @param {Job} job
   * @param {import("../wire/tracks.js").Header} header
   */
  #message(job, header) {
    if (job.track === this.run) {
      if (header.type === "progress" || header.type === "waiting") this.progress = header;
      if (header.type === "waiting") this.state = "loading";
      if (header.type === "frames") this.state = "training";
    }
    this.#heard(job.track);
  }

  /** @param {Job} job */
  #done(job) {
    this.#jobs.delete(job.key);
    if (job.track.complete || job.over) this.#keep(job.track);
    if (job.track === this.run) this.state = job.track.complete ? "ready" : "error";
    this.#heard(job.track);
    if (this.state === "ready" || this.state === "error") this.#nextSweep();
  }

  /**
   * @param {Job} job
   * @param {import("../wire/asking.js").Refusal} problem
   */
  #failed(job, problem) {
    job.reading = false;
    if (problem.status !== BUSY) job.tries += 1;
    const final = givesUp(job, problem);
    if (final) this.#jobs.delete(job.key);
    if (final && job.over) {
      this.#lost.add(job.over);
      this.#nextSweep();
    }
    const wait = pause(problem, job.tries, FIRST_WAIT_MS, LONGEST_WAIT_MS);
    if (!final) job.timer = setTimeout(() => this.#read(job), wait);
    if (job.track === this.run) {
      this.state = final ? ENDS[problem.status] ?? "refused" : WAITS[problem.status] ?? "offline";
      this.progress = { status: problem.status, place: problem.place, seconds: inSeconds(wait) };
    }
    this.#heard(job.track);
  }

  /** @param {Job} job */
  #stop(job) {
    clearTimeout(job.timer);
    job.controller?.abort();
    this.#jobs.delete(job.key);
  }

  /** @param {Track} track */
  #keep(track) {
    this.#kept.set(track.key, track);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_TRACKS) this.#kept.delete(oldest);
  }

  /** @param {string} key */
  #recall(key) {
    const track = this.#kept.get(key);
    if (track) {
      this.#kept.delete(key);
      this.#kept.set(key, track);
    }
    return track;
  }
}

/**
 * A run is tried as long as it is wanted, unless the server says no or fails; a sweep can be done without.
 * @param {Job} job
 * @param {import("../wire/asking.js").Refusal} problem
 */
function givesUp({ over, tries }, problem) {
  const tired = tries >= MOST_TRIES;
  if (passes(problem)) return Boolean(over) && tired;
  return problem.status < 500 || tired;
}

/**
 * The language changes words, not numbers; the slider a sweep goes over does not matter to it.
 * @param {string} kind
 * @param {string} query
 * @param {string | null} without
 */
function trackKey(kind, query, without) {
  const fields = [...new URLSearchParams(query)].filter(([name]) => name !== "lang" && name !== without);
  const written = fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${spelt(value)}`);
  return `${kind}?${written.join("&")}`;
}

/**
 * A value as it is written in keys: 5e-5, as Python has it, and 0.00005 are one number.
 * @param {string} value
 */
function spelt(value) {
  // the name of a table has sixteen digits, and may look like a number
  return /^[\d.]+(e-?\d+)?$/.test(value) && value.length < 12 ? String(Number(value)) : value;
}

/** @param {string} query */
function runKey(query) {
  return trackKey("run", query, null);
}

/**
 * @param {string} query
 * @param {string} name
 */
function sweepKey(query, name) {
  return trackKey(`sweep ${name}`, query, name);
}
