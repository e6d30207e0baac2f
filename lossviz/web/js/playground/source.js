// Which frame is shown: one of the current run, or of the sweep over the slider in hand.

import { nearest } from "../state/nearest.js";

/**
 * @typedef {import("../wire/tracks.js").Track} Track
 * @typedef {import("../wire/tracks.js").Frame} Frame
 */

export class Source {
  /** @type {"run" | "sweep"} */
  kind = "run";
  // the slider in hand and its value
  /** @type {string | null} */
  name = null;
  /** @type {number | null} */
  value = null;
  position = 0;
  follow = true;
  /** @type {number | null} */
  wanted = null;
  /** @type {{ track: Track | null, frame: Frame | null }} */
  shown = { track: null, frame: null };
  /** @type {Track | null} */
  lastRun = null;

  /** @param {import("./loader.js").Loader} loader */
  constructor(loader) {
    this.loader = loader;
  }

  /** A new query is coming: show its run at training step `step` (null: at its end). */
  expect(step) {
    this.wanted = step;
    this.follow = true;
  }

  /** Show the sweep's frame at `value` of slider `name`. */
  toSweep(name, value) {
    Object.assign(this, { kind: "sweep", name, value });
  }

  /** Show the current run, at its end. */
  toRun() {
    Object.assign(this, { kind: "run", name: null, follow: true });
  }

  /** Show the current run at one of its frames. */
  toPosition(position) {
    Object.assign(this, { kind: "run", name: null, position, follow: false });
  }

  /** Show the current run at training step `step`; null is its end. */
  goTo(step) {
    if (step === null) this.toRun();
    else this.toPosition(this.positionOf(step));
  }

  /**
   * Something has arrived. A sweep's end state stays until the run that belongs to it is complete;
   * when it was not exactly that run's (the nearest that had arrived), until the run has a frame.
   */
  heard(track, held) {
    const { run, state } = this.loader;
    if (run?.count) this.lastRun = run;
    if (!run || track !== run) return;
    const over = run.complete || state === "error" || state === "cancelled";
    if (this.kind === "sweep" && !held && (over || (run.count && !this.#exact()))) this.toRun();
    if (run.complete && this.wanted !== null && this.kind === "run") {
      this.goTo(this.wanted);
      this.wanted = null;
    }
  }

  /** The frame to draw and its track; the last one again while nothing new is there. */
  pick() {
    const track = this.kind === "sweep" ? this.loader.sweep(this.name) : this.#run();
    const frame = track?.count ? track.nearest(this.#place(track)) : null;
    if (frame) this.shown = { track, frame };
    return this.shown;
  }

  meta() {
    return this.shown.track?.meta ?? null;
  }

  /** True when a frame of the current, complete run is what is seen. */
  settled() {
    return this.kind === "run" && this.loader.state === "ready" && this.shown.track === this.loader.run;
  }

  /** The step slider's numbers: the run's steps, how many have arrived, where it is. */
  timeline() {
    const run = this.#run();
    if (!run?.meta) return { steps: null, latest: 0, at: 0 };
    const at = this.kind === "run" && !this.follow ? Math.min(this.position, run.latest) : run.latest;
    return { steps: run.meta.steps, latest: run.latest, at: Math.max(at, 0) };
  }

  steps() {
    return this.#run()?.meta?.steps ?? null;
  }

  /** The training step that is shown. */
  step() {
    const { steps, at } = this.timeline();
    return steps?.[at] ?? 0;
  }

  /** The step at which the run ends. */
  lastStep() {
    return this.steps()?.at(-1) ?? 0;
  }

  /** The run's frame nearest to training step `step`. */
  positionOf(step) {
    const { steps, latest } = this.timeline();
    if (!steps) return 0;
    return nearest(steps.slice(0, latest + 1), step);
  }

  /** The step at which the run behind the shown end state stopped early, 0 when it did not. */
  stopped() {
    const step = this.shown.frame?.stopped?.[0] ?? -1;
    return step < 0 ? 0 : step;
  }

  /** How much of the sweep over `name`, of `total` values, is here; 0 of 0 when none is to come. */
  arrived(name, total) {
    const track = this.loader.sweep(name);
    const coming = ["loading", "training", "ready", "error", "full"].includes(this.loader.state);
    if (track?.trouble || this.loader.lost(name) || (!track && !coming)) return { done: 0, total: 0 };
    return { done: track?.count ?? 0, total: track?.total || total };
  }

  #run() {
    return this.loader.run?.count ? this.loader.run : this.lastRun;
  }

  /** Which position of `track` is meant; a sweep kept from before may have other values between. */
  #place(track) {
    if (this.kind === "run") return this.follow ? track.latest : this.position;
    return nearest(track.meta.values, /** @type {number} */ (this.value));
  }

  #exact() {
    const { track, frame } = this.shown;
    if (!frame || track?.meta?.over !== this.name) return false;
    return track.meta.values[frame.position] === this.value;
  }
}
