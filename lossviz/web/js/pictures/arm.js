// One of the two settings that are tried: the accuracy of all its runs over the steps, and its seeds.

import { el, put, say } from "../frame/dom.js";
import { Surface } from "../drawing/surface.js";
import { drawColumns, drawRows, font, line, scale, sideWidth, tickValues } from "../drawing/axes.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { distance, pathOf, trace } from "../drawing/paths.js";
import { number, numbers } from "../drawing/read.js";
import { unit } from "../drawing/unit.js";
import { Seeds } from "../controls/seeds.js";
import { write } from "../drawing/subscript.js";

const EDGE = 8;
// how near the pointer must be to a line
const REACH = 10;
const THIN = 1.4;
const PALE = 0.6;
const PULL_DASH = [2, 4];

/** @typedef {import("../drawing/legend.js").Item} Item */

export class Arm {
  // nothing is drawn before `update` and `draw` have brought them
  /** @type {import("./records.d.ts").Trials} */
  spec;
  /** @type {Record<string, string>} */
  text;
  /** @type {import("../drawing/canvas.js").Look} */
  look;
  /** @type {import("../wire/experiment.js").Run[]} */
  runs = [];
  /** @type {number | null} */
  lit = null;
  /** @type {import("../drawing/canvas.js").Frame | null} */
  frame = null;
  /** @type {(import("../wire/experiment.js").Run & { path: import("../drawing/paths.js").Path })[]} */
  paths = [];
  /** @type {number | null} */
  told = null;

  /**
   * `place`: 0 or 1; `light(seed)` as in Seeds.
   * @param {number} place
   * @param {(seed: number | null) => void} light
   */
  constructor(place, light) {
    this.place = place;
    this.name = el("p", { class: "lp-arm-name" });
    this.canvas = el("canvas", {
      class: "lp-canvas",
      role: "img",
      onpointermove: (event) => this.#point(event),
      onpointerleave: () => this.#tell(null),
    });
    this.light = light;
    this.seeds = new Seeds(light);
    this.node = el(
      "div",
      { class: "lp-arm", "data-arm": place },
      this.name,
      el("div", { class: "lp-arm-drawn" }, this.canvas),
      this.seeds.node,
    );
    this.surface = new Surface(this.canvas, () => this.#paint());
  }

  /**
   * @param {import("./records.d.ts").Trials} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    this.spec = spec;
    this.text = text;
    this.frame = null;
    const name = spec.arms[this.place];
    say(this.name, name);
    put(this.canvas, "aria-label", `${name}: ${spec.about}`);
    this.seeds.update(spec.seeds, `${name}: ${text.trials_runs}`);
  }

  /**
   * runs: by seed, as far as they have arrived; lit: the seed in hand.
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {import("../wire/experiment.js").Run[]} runs
   * @param {number | null} lit
   */
  draw(frame, look, runs, lit) {
    this.frame = frame;
    this.look = look;
    this.runs = runs;
    this.lit = lit;
    this.seeds.draw(runs, lit, this.text);
    this.#paint();
  }

  close() {
    this.surface.close();
  }

  #paint() {
    const pen = this.frame && this.surface.start();
    if (pen) this.#draw(pen, this.surface);
  }

  /** @type {import("../taking/slide.js").Paintable["paintOn"]} */
  paintOn(pen, size, look) {
    const own = this.look;
    this.look = look;
    this.#draw(pen, size);
    this.look = own;
    // where the lines lie is known of the last painting
    this.#paint();
  }

  #draw(pen, size) {
    const { frame, look, runs, lit, spec } = this;
    if (!frame) return;
    const steps = numbers(frame, spec.x);
    const room = this.#room(pen, steps, size);
    drawLegend(pen, room.legend, 2, look, { text: () => 1 }, []);
    drawRows(pen, room, room.y, room.rows, look);
    drawColumns(pen, room, room.x, room.columns, look);
    this.#threshold(pen, frame, room);
    this.#pull(pen, steps, this.#pulls(frame), room);
    // one that has not arrived leaves a gap in the list
    this.paths = runs.flatMap((run) => run ? [{ ...run, path: pathOf(steps, run.curve, room) }] : []);
    // the ones that failed lie above: they are fewer and end lower
    const order = [...this.paths].sort((one, other) => Number(other.converged) - Number(one.converged));
    for (const run of order) this.#run(pen, run, false);
    const chosen = order.find(({ seed }) => seed === lit);
    if (chosen) this.#run(pen, chosen, true);
  }

  #room(pen, steps, { width, height }) {
    const { look, spec, text } = this;
    const { palette } = look;
    const last = steps.at(-1) ?? NaN;
    const rows = tickValues(0, 1, height - 60, 32);
    const left = EDGE + sideWidth(pen, rows, look);
    const right = width - EDGE - 6;
    /** @type {(words: string, colour: "good" | "error" | "muted", dash?: number[] | boolean) => Item} */
    const sign = (words, colour, dash = false) => ({
      text: words,
      sign: "line",
      colour: palette[colour],
      ink: palette[colour],
      dash,
    });
    const items = [
      { text: spec.accuracy, axis: true },
      sign(text.trials_good, "good"),
      sign(text.trials_bad, "error"),
      sign(spec.pull, "muted", PULL_DASH),
      { text: spec.step, right: true, axis: true },
    ];
    const legend = arrange(pen, items, EDGE, right, look);
    const bottom = height - 1.75 * look.type.axis;
    const top = 2 + legend.height + 0.75 * look.type.axis;
    return {
      left,
      right,
      top,
      bottom,
      rows,
      legend,
      columns: tickValues(0, last, right - left, 56),
      x: scale(0, last, left, right),
      y: scale(0, 1, bottom, top),
    };
  }

  /** How strongly the easy loss still pulls, at every step. */
  #pulls(frame) {
    const all = numbers(frame, this.spec.y);
    const size = all.length / 2;
    return all.subarray(this.place * size, (this.place + 1) * size);
  }

  #threshold(pen, frame, { left, right, y }) {
    const { look, spec } = this;
    const at = y(number(frame, spec.threshold));
    pen.setLineDash([7, 5]);
    line(pen, left, at, right, at, look.palette.ink, 1.5);
    pen.setLineDash([]);
    // under the line, on the right: curves that converge have left this place long before
    write(pen, this.text.trials_threshold, right - 4, at + 0.85 * look.type.size, {
      colour: look.palette.ink,
      rim: look.palette.panel,
      font: font(look),
      align: "right",
    });
  }

  #pull(pen, steps, pulls, room) {
    pen.setLineDash(PULL_DASH);
    this.#stroke(pen, pathOf(steps, pulls, room), this.look.palette.muted, 2.5);
    pen.setLineDash([]);
  }

  #run(pen, { path, converged }, lit) {
    const { palette } = this.look;
    pen.globalAlpha = lit ? 1 : PALE;
    this.#stroke(pen, path, palette[converged ? "good" : "error"], lit ? 4 : THIN);
    pen.globalAlpha = 1;
  }

  #stroke(pen, path, colour, width) {
    pen.beginPath();
    trace(pen, path);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }

  #point({ offsetX, offsetY, pointerType }) {
    if (pointerType === "touch") return;
    const [x, y] = [offsetX / unit.now, offsetY / unit.now];
    /** @type {number | null} */
    let seed = null;
    let least = REACH;
    for (const run of this.paths) {
      const away = distance(run.path, x, y);
      if (away < least) [seed, least] = [run.seed, away];
    }
    this.#tell(seed);
  }

  #tell(seed) {
    if (seed === this.told) return;
    this.told = seed;
    this.light(seed);
  }
}
