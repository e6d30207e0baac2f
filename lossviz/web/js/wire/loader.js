// Fetches what a scene shows: its answer, then a dear track a slider, and keeps the last ones.

import { Answer } from "./answer.js";
import { BUSY, GONE, inSeconds } from "./asking.js";
import { Reading } from "./reading.js";
import { stateKey } from "../state/query.js";
import { Track } from "./track.js";

const KEPT_ANSWERS = 24;
const KEPT_TRACKS = 24;
// each is up to 2 MB
const KEPT_BESIDE = 10;
// what a status makes of an answer that is given up, or tried again
/** @type {Record<number, string>} */
const ENDS = { [GONE]: "gone" };
/** @type {Record<number, string>} */
const WAITS = { [BUSY]: "full" };

/**
 * What Python says of the scene.
 * @typedef {{ base: string, lesson: string, scene: string, lang: string }} Page
 * @typedef {{ track: Track, reading: Reading, beside: boolean }} Job
 */

/**
 * States: "loading" (nothing to show yet; `progress` may say a place in line), "training" (frames arrive), "ready",
 * "error" (the server says in words what is wrong), "cancelled", "full" (it takes no more, trying again), "offline" (the
 * line broke or the server failed, trying again), "gone" (a table is not there any more), "refused".
 */
export class Loader {
  /** @type {Map<string, Answer>} */
  #answers = new Map();
  /** @type {Map<string, Track>} */
  #tracks = new Map();
  // dear tracks that are being fetched, by their keys
  /** @type {Map<string, Job>} */
  #jobs = new Map();
  // the keys of the dear tracks at the wanted state, by the names of their sliders
  /** @type {Map<string, string>} */
  #keys = new Map();
  // the view that is looked at, what is kept of such tracks, and the keys of those beside the wanted state
  /** @type {string | null} */
  #view = null;
  /** @type {Map<string, Track>} */
  #keptBeside = new Map();
  /** @type {Map<string, string>} */
  #beside = new Map();
  /** @type {string[]} */
  #order = [];
  // what was given up: names of sliders, and keys of what is beside
  /** @type {Set<string>} */
  #lost = new Set();
  /** @type {Reading | null} */
  #reading = null;
  #heard;
  // from the first `want` on
  /** @type {Page} */
  #page;
  /** @type {string} */
  query;
  /** @type {Answer} */
  answer;
  state = "loading";
  // what is known of the work that is under way, or of what it waits for
  /** @type {Record<string, any> | null} */
  progress = null;
  since = 0;

  /** @param {(track: Track | null) => void} heard after each message and change of state; of a dear track, with it */
  constructor(heard) {
    this.#heard = heard;
  }

  /**
   * Make `query` of the scene the wanted one: drop what is outdated, fetch what is missing.
   * @param {Page} page
   * @param {string} query
   */
  want(page, query) {
    this.#stop();
    const elsewhere = this.#page?.lesson !== page.lesson || this.#page.scene !== page.scene;
    this.#page = page;
    this.query = query;
    this.progress = null;
    this.#lost.clear();
    const key = answerKey(page, query);
    const kept = [...this.#answers.values()].find(({ keys }) => keys.includes(key));
    // numbers know no language: those of the timeline may be here from another one
    this.answer = kept ?? new Answer(key, recall(this.#tracks, trackKey(page, query, "")));
    this.#aim(this.answer.header?.dear ?? (elsewhere ? [] : [...this.#keys.keys()]));
    if (kept) this.#done();
    else this.again();
  }

  /**
   * Whether `query` of the scene is what is wanted.
   * @param {Page} page
   * @param {string} query
   */
  wants(page, query) {
    return this.answer !== undefined &&
      [this.query, this.answer.query].some((own) =>
        own !== undefined && answerKey(page, query) === answerKey(this.#page, own)
      );
  }

  /** Fetch what is wanted (again), unless it is here or on its way; also ends a waiting time. */
  again() {
    if (this.answer.complete) return this.#done();
    this.progress = null;
    this.since = performance.now();
    this.#busy();
    this.#reading ??= new Reading(this.#address("scene", this.answer.lead?.complete ? "only=words" : ""), {
      heard: (message) => this.#message(message),
      whole: () => this.#done(),
      failed: (problem, wait) => this.#failed(problem, wait),
    }, true);
    this.#reading.start();
    return this.#heard(null);
  }

  /** Stop everything; what has arrived stays. */
  cancel() {
    this.#stop();
    for (const job of this.#jobs.values()) this.#drop(job);
    this.state = "cancelled";
    this.#heard(null);
  }

  close() {
    this.#stop();
    for (const job of this.#jobs.values()) this.#drop(job);
  }

  // dear tracks

  /**
   * The slider a person has in hand: its track comes next.
   * @param {string} name
   */
  touch(name) {
    this.#order = [name, ...this.#order.filter((other) => other !== name)];
    this.#lost.delete(name);
    if (this.#keys.has(name) && this.#rests() && !this.track(name)) this.#fetch(name);
    if (this.#rests() && this.#lacks(name)) this.#fetch(name, true);
  }

  /**
   * From now on this view is looked at: what belongs to it beside the run and the dear tracks is fetched as well, and
   * nothing of another one. `again`: also what was given up.
   * @param {string | null} view
   */
  look(view, again = false) {
    if (view === this.#view && !again) return;
    this.#view = view;
    for (const key of this.#beside.values()) this.#lost.delete(key);
    if (!this.answer) return;
    this.#aim([...this.#keys.keys()]);
    if (this.#rests()) this.#next();
  }

  /**
   * The view's track beside this one, as far as it is here, and whether it was given up.
   * @param {Track} track
   */
  beside({ key }) {
    const name = `${this.#view} ${key}`;
    const track = this.#keptBeside.get(name) ?? this.#jobs.get(name)?.track ?? null;
    return { track, lost: this.#lost.has(name) };
  }

  /**
   * The dear track over slider `name` at the wanted state: complete, on its way, or null.
   * @param {string} name
   */
  track(name) {
    const key = this.#keys.get(name) ?? "";
    return this.#tracks.get(key) ?? this.#jobs.get(key)?.track ?? null;
  }

  /** Names of the sliders whose dear track is not complete. */
  filling() {
    return [...this.#keys.keys()].filter((name) => !this.track(name)?.complete);
  }

  /**
   * How much of the track over `name`, of `total` values, is here; 0 of 0 when none is to come.
   * @param {string} name
   * @param {number} total
   */
  arrived(name, total) {
    const track = this.track(name);
    const coming = this.#keys.has(name) && ["loading", "training", "ready", "error", "full"].includes(this.state);
    if (track?.trouble || this.#lost.has(name) || (!track && !coming)) return { done: 0, total: 0 };
    return { done: track?.count ?? 0, total: track?.total || total };
  }

  /** Everything that belongs to the state is here, as far as it comes. */
  #rests() {
    return this.state === "ready" || this.state === "error";
  }

  /**
   * From now on these sliders have dear tracks, at the wanted state.
   * @param {string[]} names
   */
  #aim(names) {
    const query = this.answer.query ?? this.query;
    this.#keys = new Map(names.map((name) => [name, trackKey(this.#page, query, name)]));
    this.#order = [
      ...this.#order.filter((name) => names.includes(name)),
      ...names.filter((name) => !this.#order.includes(name)),
    ];
    const { header, lead } = this.answer;
    const over = header?.beside && header.beside.view === this.#view ? header.beside.over : [];
    this.#beside = new Map(over.map((/** @type {string} */ name) => [
      name,
      `${this.#view} ${name === header.timeline ? lead?.key : trackKey(this.#page, query, name)}`,
    ]));
    const keys = new Set([...this.#keys.values(), ...this.#beside.values()]);
    for (const [key, job] of this.#jobs) if (!keys.has(key)) this.#drop(job);
    for (const key of keys) recall(this.#tracks, key);
  }

  #next() {
    const jobs = [...this.#jobs.values()];
    if (jobs.every(({ beside }) => beside)) {
      const next = this.#order.find((name) => !this.track(name) && !this.#lost.has(name));
      if (next !== undefined) this.#fetch(next);
    }
    if (this.#rests() && !jobs.some(({ beside }) => beside)) this.#nextBeside();
  }

  /** Beside the run first, then beside the dear tracks, once those are here, as far as they come. */
  #nextBeside() {
    const quiet = this.#order.every((name) => this.track(name)?.complete || this.#lost.has(name));
    const names = [this.answer.header.timeline, ...(quiet ? this.#order : [])];
    const next = names.find((name) => this.#lacks(name));
    if (next !== undefined) this.#fetch(next, true);
  }

  /**
   * Whether what is beside the track over `name` is still to be fetched.
   * @param {string} name
   */
  #lacks(name) {
    const key = this.#beside.get(name);
    return key !== undefined && !this.#keptBeside.has(key) && !this.#jobs.has(key) && !this.#lost.has(key);
  }

  /**
   * @param {string} name
   * @param {boolean} beside it, in the view that is looked at
   */
  #fetch(name, beside = false) {
    const key = (beside ? this.#beside : this.#keys).get(name) ?? "";
    const track = new Track(key);
    const more = beside ? `over=${name}&view=${this.#view}` : `over=${name}`;
    const reading = new Reading(this.#address("track", more), {
      heard: (message) => {
        track.add(message);
        this.#heard(track);
      },
      whole: () => {
        this.#jobs.delete(key);
        if (beside) keep(this.#keptBeside, key, track, KEPT_BESIDE);
        else keep(this.#tracks, key, track, KEPT_TRACKS);
        this.#heard(track);
        this.#next();
      },
      failed: (_, wait) => wait === null && this.#lose(beside ? key : name, key, track),
    }, false);
    this.#jobs.set(key, { track, reading, beside });
    reading.start();
  }

  /**
   * A track that can be done without did not come.
   * @param {string} name
   * @param {string} key
   * @param {Track} track
   */
  #lose(name, key, track) {
    this.#jobs.delete(key);
    this.#lost.add(name);
    this.#heard(track);
    this.#next();
  }

  /** @param {Job} job */
  #drop({ track, reading }) {
    reading.stop();
    this.#jobs.delete(track.key);
  }

  // the answer

  #busy() {
    this.state = this.answer.lead?.count && !this.answer.lead.complete ? "training" : "loading";
  }

  /** @param {import("./messages.js").Message} message */
  #message(message) {
    const { type } = message.header;
    this.answer.add(message);
    if (type === "progress" || type === "waiting") this.progress = message.header;
    else if (this.progress?.type !== "progress") this.progress = null;
    this.#busy();
    if (type === "scene") this.#aim(message.header.dear);
    // the last one is heard of when all is in its place
    if (type !== "end" && type !== "trouble") this.#heard(null);
  }

  #done() {
    this.#stop();
    const { answer } = this;
    this.state = answer.complete ? "ready" : "error";
    if (answer.complete) {
      const [key] = answer.keys;
      keep(this.#answers, key, answer, KEPT_ANSWERS);
      // also under the name that the server gives it
      answer.keys = [key, answerKey(this.#page, answer.query)];
      if (answer.lead) keep(this.#tracks, trackKey(this.#page, answer.query, ""), answer.lead, KEPT_TRACKS);
    }
    this.#heard(null);
    this.#next();
  }

  /**
   * @param {import("./asking.js").Refusal} problem
   * @param {number | null} wait
   */
  #failed({ status, place }, wait) {
    if (wait === null) this.#stop();
    this.state = wait === null ? ENDS[status] ?? "refused" : WAITS[status] ?? "offline";
    this.progress = { status, place, seconds: inSeconds(wait ?? 0) };
    this.#heard(null);
  }

  #stop() {
    this.#reading?.stop();
    this.#reading = null;
  }

  /**
   * @param {"scene" | "track"} route
   * @param {string} more
   */
  #address(route, more) {
    const { base, lesson, scene, lang } = this.#page;
    const query = route === "track" ? this.answer.query : this.query;
    const parts = [String(new URLSearchParams({ lesson, scene, lang })), query, more];
    return `${base}lossviz/${route}?${parts.filter(Boolean).join("&")}`;
  }
}

/**
 * @template Kept
 * @param {Map<string, Kept>} all
 * @param {string} key
 */
function recall(all, key) {
  const found = all.get(key);
  if (found === undefined) return null;
  all.delete(key);
  all.set(key, found);
  return found;
}

/**
 * @template Kept
 * @param {Map<string, Kept>} all
 * @param {string} key
 * @param {Kept} one
 * @param {number} most
 */
function keep(all, key, one, most) {
  all.delete(key);
  all.set(key, one);
  const [oldest] = all.keys();
  if (all.size > most) all.delete(oldest);
}

/**
 * @param {Page} page
 * @param {string} query
 */
function answerKey({ base, lesson, scene, lang }, query) {
  return `${new URLSearchParams({ base, lesson, scene, lang })}?${stateKey(query)}`;
}

/**
 * The language changes words, not numbers; the slider that a track goes over does not matter to it.
 * @param {Page} page
 * @param {string} query
 * @param {string} over
 */
function trackKey({ base, lesson, scene }, query, over) {
  return `${new URLSearchParams({ base, lesson, scene, over })}?${stateKey(query, over)}`;
}
