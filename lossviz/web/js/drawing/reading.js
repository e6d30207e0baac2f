// What a picture is drawn from, to tell whether another frame or look would show anything else.

import { equal } from "./read.js";

/**
 * @typedef {import("./canvas.js").Frame} Frame
 * @typedef {import("./canvas.js").Look} Look
 */

// what of a look changes a picture
/** @type {(keyof Look)[]} */
const LOOKS = ["palette", "type", "lit", "still", "view", "plane", "show", "busy", "point", "tells"];

/** The arrays that a record names, and how they and the look were when it was drawn. */
export class Reading {
  /** @type {string[]} */
  #names;
  // of the frame before: the arrays of these names, and their shapes
  /** @type {[any, number[] | undefined][] | null} */
  #arrays = null;
  /** @type {Look | null} */
  #look = null;

  /** @param {object} spec */
  constructor(spec) {
    this.#names = [...new Set(textsIn(spec))];
  }

  /**
   * True where this frame and look show what those before did; they are those before from now on.
   * @param {Frame} frame
   * @param {Look} look
   */
  repeats(frame, look) {
    const [before, seen] = [this.#arrays, this.#look];
    // a frame may have other arrays than before: what its track has gathered grows
    this.#arrays = this.#names.map((name) => [frame[name], frame.shapes[name]]);
    this.#look = look;
    if (!before || !seen || !alike(look, seen)) return false;
    return this.#arrays.every(([array, shape], k) => equal(array, before[k][0]) && equal(shape, before[k][1]));
  }
}

/**
 * All texts anywhere in a record: the names of arrays are among them.
 * @param {unknown} what
 * @returns {string[]}
 */
function textsIn(what) {
  if (typeof what === "string") return [what];
  return what && typeof what === "object" ? Object.values(what).flatMap(textsIn) : [];
}

/**
 * @param {Look} one
 * @param {Look} other
 */
function alike(one, other) {
  return LOOKS.every((name) => one[name] === other[name]);
}
