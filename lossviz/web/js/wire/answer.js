// One answer of the server: a state of the scene, and the cheap tracks its sliders run along.

import { nearest } from "../state/nearest.js";
import { slice, Track } from "./track.js";

/**
 * @typedef {import("./track.js").Frame} Frame
 * @typedef {{ name: string, kind: string, key: string, values: number[], index: number, timeline?: boolean,
 *   [field: string]: any }} Control
 */

export class Answer {
  /** @type {Track[]} */
  #tracks = [];
  /** @type {Map<string, Control>} */
  #specs = new Map();
  // what is there before its message has come; an answer is handed on when they are here
  /** @type {import("./messages.js").Header} */
  header;
  // none where what is shown is a place on the timeline
  /** @type {Frame | undefined} */
  frame;
  /** @type {string | null} */
  trouble = null;
  // what each picture shows, by its id
  /** @type {Record<string, string>} */
  words = {};
  complete = false;

  /**
   * @param {string} key of what was asked for
   * @param {Track | null} lead the track over the timeline, where it is here already
   */
  constructor(key, lead = null) {
    this.keys = [key];
    this.lead = lead;
  }

  /**
   * Take in one decoded message.
   * @param {import("./messages.js").Message} message
   */
  add(message) {
    const { header, arrays } = message;
    if (header.type === "scene") this.#describe(header);
    else if (header.type === "frame") this.frame = slice(arrays, 0, 0);
    else if (header.type === "track" && !header.counts) this.lead?.add(message);
    else if (header.type === "track") {
      const track = new Track(this.keys[0], this.frame);
      track.add(message);
      this.#tracks.push(track);
    } else if (header.type === "trouble") this.trouble = header.text;
    else if (header.type === "end") {
      this.complete = !this.trouble;
      this.words = header.words ?? {};
    }
    if ((header.type === "trouble" || header.type === "end") && !this.lead?.complete) this.lead?.add(message);
  }

  /** The query of the state, as the server writes it. */
  get query() {
    return this.header?.query;
  }

  /**
   * The sliders' specs in display order, but for the timeline.
   * @returns {Control[]}
   */
  get sliders() {
    return [...this.#specs.values()];
  }

  /**
   * Position of every slider in `frame`, by name.
   * @param {Frame | undefined} frame
   * @returns {Map<string, number>}
   */
  positions(frame) {
    const { sliders } = this.header;
    if (!frame?.values.length) return new Map(this.sliders.map(({ name, index }) => [name, index]));
    return new Map(sliders.map((/** @type {string} */ name, /** @type {number} */ at) => [
      name,
      this.nearest(name, frame.values[at]),
    ]));
  }

  /**
   * Value of every slider in `frame`, by name; exact where it lies on the slider's grid.
   * @param {Frame | undefined} frame
   * @returns {Map<string, number>}
   */
  values(frame) {
    return new Map([...this.positions(frame)].map(([name, position], at) => {
      const near = this.value(name, position);
      const value = frame?.values[at] ?? near;
      return [name, Math.fround(near) === Math.fround(value) ? near : value];
    }));
  }

  /**
   * The value of slider `name` at position `index`.
   * @param {string} name
   * @param {number} index
   */
  value(name, index) {
    return this.#grid(name)[index];
  }

  /**
   * The position of slider `name` whose value is closest to `value`.
   * @param {string} name
   * @param {number} value
   */
  nearest(name, value) {
    return nearest(this.#grid(name), value);
  }

  /**
   * The frame with these sliders ({name: position}) moved away from the state, or null.
   * @param {Record<string, number>} moved
   */
  look(moved) {
    const track = this.#track(Object.keys(moved));
    return track?.at(this.#index(track, moved)) ?? null;
  }

  /**
   * Whether there is a track over all of these sliders.
   * @param {string[]} names
   */
  covers(names) {
    return this.#track(names) !== undefined;
  }

  /**
   * All values of array `name` along the track of these sliders; null when it does not change there.
   * @param {string[]} names
   * @param {string} name
   */
  along(names, name) {
    return this.#track(names)?.along(name) ?? null;
  }

  /**
   * The values that slider `name` can have.
   * @param {string} name
   * @returns {number[]}
   */
  #grid(name) {
    const spec = this.#specs.get(name);
    if (!spec) throw new RangeError(`no slider ${name}`);
    return spec.values;
  }

  /** @param {import("./messages.js").Header} header */
  #describe(header) {
    this.header = header;
    // it may be read again from its beginning
    this.#tracks = [];
    this.trouble = null;
    if (header.timeline) this.lead ??= new Track(this.keys[0]);
    /** @type {Control[]} */
    const controls = header.controls;
    const sliders = controls.filter(({ kind, timeline }) => kind === "slider" && !timeline);
    this.#specs = new Map(sliders.map((spec) => [spec.name, spec]));
  }

  /**
   * The smallest track that runs over all of `names`.
   * @param {string[]} names
   */
  #track(names) {
    return this.#tracks
      .filter(({ over }) => names.every((name) => over.includes(name)))
      .sort((one, other) => one.over.length - other.over.length)[0];
  }

  /**
   * Place in the row-major product; a slider that is not moved stays at the state.
   * @param {Track} track
   * @param {Record<string, number>} moved
   */
  #index({ over, counts }, moved) {
    const rest = this.positions(this.frame);
    return over.reduce((index, name, at) => index * counts[at] + (moved[name] ?? rest.get(name)), 0);
  }
}
