// One answer of the server: a state of the scene, and the tracks its sliders run along.
//
// A frame is {name: TypedArray} with `shapes[name]`; what does not change along a track is the
// same in all of its frames.

import { nearest } from "../state/nearest.js";

/**
 * @typedef {{ shapes: Record<string, number[]>, values: import("./tracks.js").Numbers, [name: string]: any }} Frame
 * @typedef {{ over: string[], counts: number[], arrays: import("./tracks.js").Message["arrays"],
 *   at: (index: number) => Frame }} SceneTrack
 * @typedef {{ name: string, kind: string, key: string, values: number[], [field: string]: any }} Control
 * @typedef {{ place: string, query: string }} Asked
 */

// a scene without sliders
const NONE = new Float32Array(0);

export class Answer {
  /** @type {SceneTrack[]} */
  #tracks = [];
  /** @type {Map<string, number[]>} */
  #grids = new Map();
  /** @type {{ track: SceneTrack, index: number, frame: Frame } | null} */
  #last = null;
  // none before its message has come; an answer is handed on when they are here
  /** @type {import("./tracks.js").Header} */
  header;
  /** @type {Frame} */
  frame;
  /** @type {string | null} */
  trouble = null;
  // what each picture shows, by its id
  /** @type {Record<string, string>} */
  words = {};

  /** @param {Asked} asked */
  constructor(asked) {
    this.asked = asked;
    this.complete = false;
  }

  /**
   * Take in one decoded message.
   * @param {import("./tracks.js").Message} message
   */
  add({ header, arrays }) {
    if (header.type === "scene") this.#describe(header);
    else if (header.type === "frame") this.frame = slicer(arrays, null)(0);
    else if (header.type === "track") {
      const { over, counts } = header;
      this.#tracks.push({ over, counts, arrays, at: slicer(arrays, this.frame) });
    } else if (header.type === "error") this.trouble = header.text;
    else if (header.type === "end") {
      this.complete = true;
      this.words = header.words ?? {};
    }
  }

  /** The query of the state, as the server writes it. */
  get query() {
    return this.header?.query;
  }

  /**
   * The sliders' specs in display order, {name, values, …}.
   * @returns {Control[]}
   */
  get sliders() {
    /** @type {Control[]} */
    const controls = this.header.controls;
    return controls.filter(({ kind }) => kind === "slider");
  }

  /**
   * Position of every slider in `frame`, by name.
   * @param {Frame} frame
   * @returns {Map<string, number>}
   */
  positions(frame) {
    return new Map(this.#names.map((name, at) => [name, this.nearest(name, frame.values[at])]));
  }

  /**
   * Value of every slider in `frame`, by name; exact where it lies on the slider's grid.
   * @param {Frame} frame
   * @returns {Map<string, number>}
   */
  values(frame) {
    return new Map(this.#names.map((name, at) => {
      const value = frame.values[at];
      const near = this.value(name, this.nearest(name, value));
      return [name, Math.fround(near) === value ? near : value];
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
    if (!track) return null;
    const index = this.#index(track, moved);
    // the same object for the same frame, so that who draws can see that nothing changed
    if (this.#last?.track === track && this.#last.index === index) return this.#last.frame;
    this.#last = { track, index, frame: track.at(index) };
    return this.#last.frame;
  }

  /**
   * All values of array `name` along the track of these sliders; null when it does not change there.
   * @param {string[]} names
   * @param {string} name
   */
  along(names, name) {
    return this.#track(names)?.arrays[name]?.data ?? null;
  }

  /**
   * The names of the sliders, in the order of `frame.values`.
   * @returns {string[]}
   */
  get #names() {
    return this.header.sliders;
  }

  /**
   * The values that slider `name` can have.
   * @param {string} name
   * @returns {number[]}
   */
  #grid(name) {
    const grid = this.#grids.get(name);
    if (!grid) throw new RangeError(`no slider ${name}`);
    return grid;
  }

  /** @param {import("./tracks.js").Header} header */
  #describe(header) {
    this.header = header;
    this.#grids = new Map(this.sliders.map(({ name, values }) => [name, values]));
  }

  /**
   * The smallest track that runs over all of `names`.
   * @param {string[]} names
   * @returns {SceneTrack | undefined}
   */
  #track(names) {
    return this.#tracks
      .filter(({ over }) => names.every((name) => over.includes(name)))
      .sort((one, other) => one.over.length - other.over.length)[0];
  }

  /**
   * Place in the row-major product; a slider that is not moved stays at the state.
   * @param {SceneTrack} track
   * @param {Record<string, number>} moved
   */
  #index({ over, counts }, moved) {
    const rest = (/** @type {string} */ name) => this.nearest(name, this.frame.values[this.#names.indexOf(name)]);
    return over.reduce((index, name, at) => index * counts[at] + (moved[name] ?? rest(name)), 0);
  }
}

/**
 * A function that gives frame `index` of `arrays`, completed with what `rest` has beside them.
 * @param {import("./tracks.js").Message["arrays"]} arrays
 * @param {Frame | null} rest
 * @returns {(index: number) => Frame}
 */
function slicer(arrays, rest) {
  const entries = Object.entries(arrays).map(([name, { data, shape }]) => ({
    name,
    data,
    size: data.length / shape[0],
  }));
  const shapes = { ...rest?.shapes };
  for (const [name, { shape }] of Object.entries(arrays)) shapes[name] = shape.slice(1);
  return (index) => {
    /** @type {Frame} */
    const frame = { values: NONE, ...rest, shapes };
    for (const { name, data, size } of entries) frame[name] = data.subarray(index * size, (index + 1) * size);
    return frame;
  };
}
