// What a picture is drawn from, to tell whether another frame or look would show anything else.

import { equal } from "./read.js";

/**
 * @typedef {import("./canvas.js").Frame} Frame
 * @typedef {import("./canvas.js").Look} Look
 */

// what of a look changes a picture
/** @type {(keyof Look)[]} */
const LOOKS = ["palette", "type", "lit", "still", "view", "plane", "show", "busy", "point"];

/** The arrays that a record names, and how they and the look were when it was drawn. */
export class Reading {
  /** @type {string[]} */
  #names;
  /** @type {Frame | null} */
  #frame = null;
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
    const [before, seen] = [this.#frame, this.#look];
    this.#frame = frame;
    this.#look = look;
    if (!before || !seen || !alike(look, seen)) return false;
    return frame === before || this.#names.every((name) => (
      equal(frame[name], before[name]) && equal(frame.shapes[name], before.shapes[name])
    ));
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
