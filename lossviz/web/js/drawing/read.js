// What a picture's spec refers to: a number itself, or the name of an array of the frame.

/**
 * @typedef {import("../wire/messages.js").Numbers} Numbers
 * @typedef {{ [name: string]: any }} Frame
 */

const NONE = new Float32Array(0);

/**
 * One number: `what` itself, or the first one of the array of that name; NaN where there is none.
 * @param {Frame} frame
 * @param {number | string | undefined} what
 * @returns {number}
 */
export function number(frame, what) {
  if (typeof what === "number") return what;
  return what === undefined ? NaN : frame[what]?.[0] ?? NaN;
}

/**
 * All numbers of the array of that name; a number stands for a list of one.
 * @param {Frame} frame
 * @param {number | string | undefined} what
 * @returns {Numbers}
 */
export function numbers(frame, what) {
  if (typeof what === "number") return Float64Array.of(what);
  return what === undefined ? NONE : frame[what] ?? NONE;
}

/** True when both are the same numbers in memory: what was drawn from one is right for the other. */
export function same(one, other) {
  return one === other || (
    one?.buffer !== undefined && one.buffer === other?.buffer &&
    one.byteOffset === other.byteOffset && one.length === other.length
  );
}

/**
 * The same numbers, or nothing in both.
 * @param {ArrayLike<number> | undefined} one
 * @param {ArrayLike<number> | undefined} other
 */
export function equal(one, other) {
  if (one === other) return true;
  if (!one || !other || one.length !== other.length) return false;
  for (let k = 0; k < one.length; k += 1) {
    // what is no number is equal to itself here
    if (one[k] !== other[k] && (one[k] === one[k] || other[k] === other[k])) return false;
  }
  return true;
}

/**
 * True where both hold the same: arrays of equal numbers, and everything else itself.
 * @param {Record<string, any> | null} one
 * @param {Record<string, any>} other
 */
export function alike(one, other) {
  return one !== null && Object.keys(other).every((name) => (
    one[name] === other[name] || (other[name]?.buffer !== undefined && equal(one[name], other[name]))
  ));
}
