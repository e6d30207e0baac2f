// Where a scene stands along its timeline: the track of the training step, as far as it has arrived.

import { nearest } from "./nearest.js";

/** @typedef {import("../wire/track.js").Track} Track */

export class Timeline {
  /** @type {Track | null} */
  #track = null;
  // the last one that had frames
  /** @type {Track | null} */
  #last = null;
  // at its end, wherever that is
  #follows = true;
  #position = 0;
  // the step to go to once all of the track is here
  /** @type {number | null} */
  #wanted = null;

  /**
   * From now on this is the track.
   * @param {Track | null} track
   */
  serve(track) {
    this.#track = track;
    if (track?.count) this.#last = track;
  }

  /**
   * Another track is coming: show it at `step` (null: at its end).
   * @param {number | null} step
   */
  expect(step) {
    this.#wanted = step;
    this.#follows = true;
  }

  /** The track is complete: the step that was wanted can be found. */
  arrive() {
    if (this.#wanted !== null) this.goTo(this.#wanted);
    this.#wanted = null;
  }

  /**
   * Show the frame at `position`.
   * @param {number} position
   */
  seek(position) {
    this.#wanted = null;
    this.#position = position;
    this.#follows = false;
  }

  /**
   * Show the frame at training step `step`; null is the end.
   * @param {number | null} step
   */
  goTo(step) {
    this.#follows = step === null;
    if (step !== null) this.#position = this.positionOf(step);
  }

  /** The track to draw, and the frame in it; null while nothing of it is here. */
  pick() {
    const track = this.#track;
    const frame = track?.count ? track.nearest(this.#follows ? track.latest : this.#position) : null;
    return { track, frame };
  }

  /** The steps of the track that is seen, how many have arrived, and where it is. */
  place() {
    const track = this.#track?.count ? this.#track : this.#last;
    if (!track?.meta) return { steps: null, latest: 0, at: 0 };
    const at = this.#follows ? track.latest : Math.min(this.#position, track.latest);
    return { steps: track.meta.steps, latest: track.latest, at: Math.max(at, 0) };
  }

  /** The training step that is shown. */
  step() {
    const { steps, at } = this.place();
    return steps?.[at] ?? 0;
  }

  /** The step at which it ends. */
  last() {
    return this.place().steps?.at(-1) ?? 0;
  }

  /**
   * The position of the frame nearest to training step `step`.
   * @param {number} step
   */
  positionOf(step) {
    const { steps, latest } = this.place();
    return steps ? nearest(steps.slice(0, latest + 1), step) : 0;
  }
}
