// What is drawn on the way from one frame to the next, so that pictures move instead of jumping.

import { blend, comparable } from "../drawing/blend.js";

// what is left of the way shrinks by e in this time; after the rest of it the frame itself is shown
const FADE_MS = 35;
const LONGEST_MS = 150;
// how long after a hand moved something a change of frame is due to it
const HAND_MS = 400;

/**
 * @typedef {import("../wire/track.js").Frame} Frame
 * @typedef {import("../wire/track.js").Track} Track
 */

export class Motion {
  /** @type {Frame | null} */
  #target = null;
  /** @type {Frame | null} */
  #now = null;
  #since = 0;
  #before = 0;
  #until = 0;
  // whether the next redraw shows something else
  moving = false;

  /** A person moves something: the changes that follow are shown as a motion. */
  allow() {
    this.#until = performance.now() + HAND_MS;
  }

  /**
   * What to draw of a track that says how its frames glide: `share` of the way to the next one while it plays, the
   * frame itself at rest or where all is `still`, and on the way there something between.
   * @param {Track | null} track
   * @param {Frame} frame
   * @param {number} share
   * @param {number} time
   * @param {boolean} still
   * @returns {Frame}
   */
  at(track, frame, share, time, still) {
    const glides = track?.meta?.glides;
    if (!track || !glides) return frame;
    const next = track.frames[frame.position + 1];
    if (share && next) return this.#set(blend(frame, next, share, glides, frame));
    return this.#toward(frame, time, still, glides);
  }

  #toward(frame, time, still, glides) {
    if (frame !== this.#target) {
      const alike = this.#now && !still && time < this.#until && comparable(this.#now, frame, glides);
      this.#since = time;
      if (!this.moving) this.#before = time - 1000 / 60;
      this.moving = Boolean(alike);
      this.#target = frame;
    }
    if (this.moving && (still || time - this.#since > LONGEST_MS)) this.moving = false;
    const share = 1 - Math.exp(-(time - this.#before) / FADE_MS);
    this.#before = time;
    const shown = this.moving && this.#now ? blend(this.#now, frame, share, glides, frame) : frame;
    this.#now = shown;
    return shown;
  }

  /** Shown now: what drew it moves by itself. */
  #set(frame) {
    this.#target = null;
    this.#now = frame;
    this.moving = false;
    return frame;
  }
}
