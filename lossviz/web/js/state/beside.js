// What a view shows beside the frames of a run: found in tracks of its own, which are fetched while it is looked at.

import { nearest } from "./nearest.js";

// so many positions away, another frame is better than none
const NEAR = 3;

/**
 * @typedef {import("../wire/track.js").Frame} Frame
 * @typedef {import("../wire/track.js").Track} Track
 *
 * `exact`: it is that of the frame that is meant; `coming`: another one, or nothing yet; `lost`: it was given up.
 * @typedef {{ track: Track | null, frame: Frame | null, plane: "exact" | "coming" | "lost" }} Found
 */

export class Beside {
  // what was there a moment ago
  /** @type {{ track: Track, frame: Frame | null } | null} */
  #last = null;

  /**
   * @param {import("../wire/loader.js").Loader} loader
   * @param {Track} of
   * @param {Frame} frame of that track
   * @returns {Found}
   */
  find(loader, of, frame) {
    const { track, lost } = loader.beside(of);
    const value = valuesOf(of)[frame.position];
    const values = track ? valuesOf(track) : [];
    // a sweep that was kept from before may have another value between those of the grid
    const place = of.meta?.values ? nearest(values, value) : frame.position;
    const found = track?.nearest(place) ?? null;
    const exact = found !== null && values[found.position] === value;
    if (track?.meta && (exact || (found && Math.abs(found.position - place) <= NEAR))) {
      this.#last = { track, frame: found };
      return { track, frame: found, plane: exact ? "exact" : "coming" };
    }
    // it stays, if it is about the same points
    const same = this.#last?.track.meta?.at.length === 2 * frame.labels.length;
    return { track: null, frame: null, ...(same ? this.#last : {}), plane: lost ? "lost" : "coming" };
  }
}

/**
 * A frame with arrays of another one in it.
 * @param {Frame} frame
 * @param {Found} found
 * @param {string[]} names of the arrays
 * @returns {Frame}
 */
export function joined(frame, { track, frame: other }, names) {
  const mixed = Object.create(frame);
  mixed.shapes = { ...frame.shapes };
  for (const name of names) {
    mixed[name] = other?.[name] ?? track?.meta?.[name];
    mixed.shapes[name] = other?.shapes[name];
  }
  return mixed;
}

/**
 * The training step, or the value of the slider, of each of a track's frames.
 * @param {Track} track
 * @returns {ArrayLike<number>}
 */
function valuesOf({ meta }) {
  return meta?.values ?? meta?.steps ?? [];
}
