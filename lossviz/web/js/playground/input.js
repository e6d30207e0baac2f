// The plane of the inputs as a view of the large picture: the same points, where their inputs are.

import { el, fill, put, say } from "../frame/dom.js";
import { drawPoints } from "../drawing/glyphs.js";
import { Ground } from "../drawing/ground.js";
import { spread } from "../pictures/input.js";
import { present } from "../drawing/partition.js";

// more letters than these are counted instead of listed
const LONGEST_LIST = 24;
// of the codes of `lossviz.web.stage.input_plane`
const [ZERO, STEPS, LEAST] = [128, 127, 1e-5];
const SIZES = Float32Array.from(
  { length: 256 },
  (_, code) => Math.sign(code - ZERO) * Math.expm1((Math.abs(code - ZERO) / STEPS) * Math.log1p(1 / LEAST)),
);

/** @typedef {import("../drawing/partition.js").Partition} Partition */

export class InputView {
  #ground = new Ground();
  /** @type {WeakMap<object, Partition>} */
  #known = new WeakMap();

  /**
   * @param {HTMLElement} box the picture
   * @param {HTMLCanvasElement} canvas within it
   */
  constructor(box, canvas) {
    this.canvas = canvas;
    this.sentence = el("p", { class: "lv-no-plane", role: "status", hidden: true });
    box.append(this.sentence);
  }

  /** Take what belongs to this view off the picture. */
  leave() {
    put(this.sentence, "hidden", true);
    put(this.canvas, "data-plane", null);
  }

  /**
   * Axes, ground and points; or a sentence that says why there are none.
   * @param {CanvasRenderingContext2D} pen
   * @param {Record<string, any>} scene
   * @param {import("./planes.js").Plane} plane
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Record<string, string>} text
   */
  draw(pen, scene, plane, look, text) {
    const { cloud, labels } = scene;
    cloud.at.fill(NaN);
    put(this.canvas, "data-plane", plane.meta?.none ? "none" : plane.exact ? "exact" : "coming");
    const words = plane.meta?.none ?? (plane.lost ? text.plane_failed : plane.meta ? "" : text.note_filling);
    put(this.sentence, "hidden", !words);
    say(this.sentence, words);
    // points of other data are still on their way
    const count = 2 * labels.length;
    if (!plane.meta?.at || plane.meta.at.length < count) return;
    const { axes, low, high } = plane.meta;
    const [x, y] = axes.map((label, k) => ({ low: low[k], high: high[k], label }));
    const size = { width: scene.width, height: scene.height };
    const place = this.#ground.place(pen, x, y, size, look);
    this.#ground.draw(pen, place, axes, this.#partition(plane), look);
    spread(plane.meta.at.subarray(0, count), place, cloud);
    drawPoints(pen, scene);
  }

  /**
   * What is to be known of the plane beside the picture.
   * @param {import("./planes.js").Plane} plane
   * @param {string[]} classes
   * @param {Record<string, string>} text
   */
  note(plane, classes, text) {
    const { meta: about, frame, exact } = plane;
    if (!about || about.none || !frame) return "";
    const here = new Set(present(frame.cls));
    const missing = classes.filter((_, cls) => !here.has(cls));
    const values = { names: missing.join(", "), count: missing.length, total: classes.length };
    const many = values.names.length > LONGEST_LIST;
    return [
      !exact && text.note_filling,
      !about.exact &&
      fill(text.note_slice, { inputs: about.inputs, variance: whole(about.variance), agree: whole(frame.agree[0]) }),
      about.beyond && fill(text.note_beyond, { count: about.beyond }),
      missing.length && fill(many ? text.no_region_here_count : text.no_region_here, values),
    ].filter(Boolean).join(" ");
  }

  /** @returns {Partition | null} */
  #partition({ meta, frame }) {
    if (!frame) return null;
    const known = this.#known.get(frame);
    if (known) return known;
    const sizes = (codes) => Float32Array.from(codes, (code) => SIZES[code]);
    const surplus = meta.margin ? sizes(frame.surplus) : null;
    const made = { grid: meta.grid, cls: frame.cls, lead: sizes(frame.lead), surplus };
    this.#known.set(frame, made);
    return made;
  }
}

/** A share as a whole percentage. */
function whole(share) {
  return `${Math.round(100 * share)} %`;
}
