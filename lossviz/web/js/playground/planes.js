// The tracks of the input plane: fetched only while it is looked at, beside the run and the dear tracks.

import { nearest } from "../state/nearest.js";
import { Reading } from "../wire/reading.js";
import { Track } from "../wire/track.js";

// each is up to 750 KB
const KEPT = 10;
// so many positions away, another frame is better than none
const NEAR = 3;

/**
 * @typedef {import("../wire/track.js").Frame} Frame
 *
 * What there is to draw: `frame` is the one that is meant, or the nearest one that has arrived
 * (`exact` says which); null where there is none yet. lost: it was given up.
 * @typedef {{ meta: Record<string, any> | null, frame: Frame | null, exact: boolean, lost: boolean }} Plane
 *
 * @typedef {{ track: Track, reading: Reading }} Job
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
  /** @type {Plane} */
  #told = { meta: null, frame: null, exact: false, lost: false };
  #heard;

  /** @param {() => void} heard called when there is news */
  constructor(heard) {
    this.#heard = heard;
  }

  /**
   * Fetch what is missing of what is looked at, then what may be dragged; nothing while it is not looked at.
   * @param {boolean} open
   * @param {{ base: string, lang: string }} page
   * @param {import("../wire/loader.js").Loader} loader
   * @param {string[]} held the sliders in hand
   */
  update(open, { base, lang }, loader, held) {
    this.#lang = lang;
    const query = loader.answer.query ?? loader.query;
    // looked at again, it is tried again
    if (!open || this.#asked !== query) this.#lost.clear();
    this.#asked = query;
    const wanted = open ? this.#wanted(loader, held) : [];
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, job] of this.#jobs) if (!keys.has(key)) this.#stop(key, job);
    const next = wanted.find(({ key }) => !this.#kept.has(key) && !this.#lost.has(key));
    if (!next || this.#jobs.has(next.key)) return;
    const parts = [query, String(new URLSearchParams({ lang, over: next.over }))];
    this.#fetch(next.key, `${base}lossviz/input?${parts.filter(Boolean).join("&")}`);
  }

  /**
   * What belongs to this frame of a run or a sweep; the same object while nothing changes.
   * @param {Track} of
   * @param {Frame} frame
   * @returns {Plane}
   */
  at(of, frame) {
    const now = this.#at(of, frame);
    const names = /** @type {(keyof Plane)[]} */ (Object.keys(now));
    if (names.some((name) => now[name] !== this.#told[name])) this.#told = now;
    return this.#told;
  }

  close() {
    for (const [key, job] of this.#jobs) this.#stop(key, job);
  }

  /**
   * @param {Track} of
   * @param {Frame} frame
   * @returns {Plane}
   */
  #at(of, frame) {
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
    const last = this.#last?.meta.at?.length === 2 * frame.labels.length ? this.#last : null;
    return { meta: last?.meta ?? null, frame: last?.frame ?? null, exact: false, lost };
  }

  /**
   * Keys in the order in which they are fetched, and over what: the sweep in hand, the run once it is
   * whole, the other sweeps when theirs are. What a track is called, the loader says.
   * @param {import("../wire/loader.js").Loader} loader
   * @param {string[]} held
   * @returns {{ key: string, over: string }[]}
   */
  #wanted(loader, held) {
    const { answer: { lead, header }, state } = loader;
    if (!lead?.meta || (state !== "ready" && state !== "error")) return [];
    // what is given up will not come
    const quiet = loader.filling().every((name) => !loader.arrived(name, 1).total);
    /** @type {string[]} */
    const names = header.dear;
    const first = names.filter((name) => held.includes(name));
    const others = quiet ? names.filter((name) => !held.includes(name)) : [];
    /** @type {(name: string) => { key: string, over: string }[]} */
    const sweep = (name) => {
      const track = loader.track(name);
      return track ? [{ key: this.#key(track), over: name }] : [];
    };
    return [...first.flatMap(sweep), { key: this.#key(lead), over: "step" }, ...others.flatMap(sweep)];
  }

  /** @param {Track} track */
  #key(track) {
    return `${this.#lang} ${track.key}`;
  }

  /** A sweep that was kept from before may have another value between those of the grid. */
  #place(track, of, frame) {
    if (of.meta.over === "step") return frame.position;
    return nearest(track.meta.values, of.meta.values[frame.position]);
  }

  /**
   * @param {string} key
   * @param {string} url
   */
  #fetch(key, url) {
    const track = new Track(key);
    const reading = new Reading(url, {
      heard: (message) => {
        track.add(message);
        this.#heard();
      },
      whole: () => {
        this.#jobs.delete(key);
        this.#keep(track);
        this.#heard();
      },
      failed: (_, wait) => {
        if (wait !== null) return;
        this.#jobs.delete(key);
        this.#lost.add(key);
        this.#heard();
      },
    }, false);
    this.#jobs.set(key, { track, reading });
    reading.start();
  }

  /**
   * @param {string} key
   * @param {Job} job
   */
  #stop(key, { reading }) {
    reading.stop();
    this.#jobs.delete(key);
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
