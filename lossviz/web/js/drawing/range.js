// From where to where an axis goes: as its record says, or on, as far as its curves do.

import { number, numbers } from "./read.js";

const NICE = [1, 1.5, 2, 3, 4, 5, 6, 8];
// how far the picture goes beyond a curve
const BEYOND = 0.1;

/**
 * @param {import("./read.js").Frame} frame
 * @param {{ low: number | string, high: number | string, grows?: "close" | "round" }} axis
 * @param {{ y: string }[]} lines over it
 * @returns {[number, number]}
 */
export function rangeOf(frame, { low, high, grows }, lines) {
  let [least, most] = [number(frame, low), number(frame, high)];
  if (!grows) return [least, most];
  for (const { y } of lines) {
    for (const value of numbers(frame, y)) {
      if (!Number.isFinite(value)) continue;
      // without steps, so that nothing jumps while something is dragged
      const room = grows === "close" ? BEYOND : 0;
      least = Math.min(least, value - room);
      most = Math.max(most, value + room);
    }
  }
  return grows === "round" ? [least, niceTop(most)] : [least, most];
}

/**
 * The least round number that `peak` does not pass; 1 where nothing is above 0.
 * @param {number} peak
 */
export function niceTop(peak) {
  if (!(peak > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(peak));
  return power * (NICE.find((part) => part * power >= peak * 0.999) ?? 10);
}
