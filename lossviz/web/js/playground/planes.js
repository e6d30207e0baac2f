// The tracks of the input plane: fetched only while it is looked at, beside the runs and sweeps.

import { BUSY, passes, pause, refusalOf } from "../wire/asking.js";
import { nearest } from "../state/nearest.js";
import { readTrack, Track } from "../wire/tracks.js";

// each is up to 750 KB
const KEPT = 10;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const MOST_TRIES = 4;
// so many positions away, another frame is better than none
const NEAR = 3;

/**
 * @typedef {import("../wire/tracks.js").Frame} Frame
 *
 * What there is to draw: `frame` is the one that is meant, or the nearest one that has arrived
 * (`exact` says which); null where there is none yet. lost: it was given up.
 * @typedef {{ meta: Record<string, any> | null, frame: Frame | null, exact: boolean, lost: boolean }} Plane
 *
 * @typedef {{ key: string, url: string, track: Track, controller: AbortController | null, tries: number,
 *   timer: number }} Job
 */

export class Planes {
  /** @type {Map<string, Job>} */
  #jobs = new Map();
  /** @type {Map<string, Track>} */
  #kept = new Map();
  /** @type {Set<string>} */
  #lost = new Set();
  #lang = "";
  #asked = "";
  /** @type {{ meta: Record<string, any>, frame: Frame | null } | null} */
  #last = null;
  #heard;

  /** @param {() => void} heard called when there is news */
  constructor(heard) {
    this.#heard = heard;
  }

  /**
   * Fetch what is missing of what is looked at, then what may be dragged; nothing while it is not looked at.
   * @param {boolean} open
   * @param {Record<string, any>} data base and lang of the page
   * @param {import("./loader.js").Loader} loader
   * @param {import("./source.js").Source} source
   */
  update(open, { base, lang }, loader, source) {
    this.#lang = lang;
    // looked at again, it is tried again
    if (!open || this.#asked !== loader.query) this.#lost.clear();
    this.#asked = loader.query;
    const wanted = open ? this.#wanted(loader, source) : [];
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, job] of this.#jobs) if (!keys.has(key)) this.#stop(job);
    const next = wanted.find(({ key }) => !this.#kept.has(key) && !this.#lost.has(key));
    if (!next || this.#jobs.has(next.key)) return;
    const url = `${base}lossviz/input?${loader.query}&over=${next.over}`;
    const job = { key: next.key, url, track: new Track(next.key), controller: null, tries: 0, timer: 0 };
    this.#jobs.set(next.key, job);
    this.#read(job);
  }

  /**
   * What belongs to this frame of a run or a sweep.
   * @param {Track} of
   * @param {Frame} frame
   * @returns {Plane}
   */
  at(of, frame) {
    const key = this.#key(of);
    const lost = this.#lost.has(key);
    const track = this.#kept.get(key) ?? this.#jobs.get(key)?.track;
    const place = track?.meta ? this.#place(track, of, frame) : 0;
    const found = track?.nearest(place) ?? null;
    const exact = track !== undefined && found !== null && valueOf(track, found) === valueOf(of, frame);
    if (track?.meta && (exact || track.meta.none || (found && Math.abs(found.position - place) <= NEAR))) {
      this.#last = { meta: track.meta, frame: found };
      return { ...this.#last, exact, lost };
    }
    // what was there a moment ago stays, if it is about the same points
    const last = this.#last?.meta.at?.length === 2 * of.meta?.n ? this.#last : null;
    return { meta: last?.meta ?? null, frame: last?.frame ?? null, exact: false, lost };
  }

  close() {
    for (const job of this.#jobs.values()) this.#stop(job);
  }

  /**
   * Keys in the order in which they are fetched, and over what: the sweep in hand, the run once it is
   * whole, the other sweeps when theirs are. What a track is called, the loader says.
   * @param {import("./loader.js").Loader} loader
   * @param {import("./source.js").Source} source
   * @returns {{ key: string, over: string }[]}
   */
  #wanted(loader, source) {
    const { run, state, names } = loader;
    if (!run || (state !== "ready" && state !== "error")) return [];
    const held = source.kind === "sweep" ? source.name : null;
    const quiet = loader.filling().every((name) => loader.lost(name));
    const sweeps = names
      .filter((name) => name === held || quiet)
      .sort((one, other) => Number(other === held) - Number(one === held))
      .flatMap((name) => {
        const track = loader.sweep(name);
        return track ? [{ key: this.#key(track), over: name }] : [];
      });
    const first = { key: this.#key(run), over: "step" };
    return held ? [sweeps[0], first, ...sweeps.slice(1)].filter(Boolean) : [first, ...sweeps];
  }

  #key(track) {
    return `${this.#lang} ${track.key}`;
  }

  /** A sweep that was kept from before may have another value between those of the grid. */
  #place(track, of, frame) {
    if (of.meta.over === "step") return frame.position;
    return nearest(track.meta.values, of.meta.values[frame.position]);
  }

  /** @param {Job} job */
  async #read(job) {
    job.controller = new AbortController();
    const { signal } = job.controller;
    try {
      await readTrack(job.url, job.track, signal, () => this.#heard());
      this.#jobs.delete(job.key);
      this.#keep(job.track);
      this.#heard();
    } catch (problem) {
      if (!signal.aborted) this.#failed(job, refusalOf(problem));
    }
  }

  /**
   * @param {Job} job
   * @param {import("../wire/asking.js").Refusal} problem
   */
  #failed(job, problem) {
    if (problem.status !== BUSY) job.tries += 1;
    // a server that says no says so again
    const final = !passes(problem) && problem.status < 500;
    if (!final && job.tries < MOST_TRIES) {
      job.timer = setTimeout(() => this.#read(job), pause(problem, job.tries, FIRST_WAIT_MS, LONGEST_WAIT_MS));
    } else {
      this.#jobs.delete(job.key);
      this.#lost.add(job.key);
    }
    this.#heard();
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
    if (this.#kept.size > KEPT) this.#kept.delete(oldest);
  }
}

/** The training step, or the value of the slider, of a track's frame. */
function valueOf({ meta }, { position }) {
  return (meta.over === "step" ? meta.steps : meta.values)[position];
}
