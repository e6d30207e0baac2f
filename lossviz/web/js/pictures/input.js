// The plane of two inputs, or a slice of more: what the network makes of each place, points upon it.

import { CanvasPicture } from "../drawing/canvas.js";
import { drawPoints, Glyphs, glyphSize } from "../drawing/glyphs.js";
import { Ground } from "../drawing/ground.js";
import { drawHalo } from "../drawing/halo.js";
import { number, numbers } from "../drawing/read.js";

/** @extends {CanvasPicture<import("./records.d.ts").Input>} */
export class Input extends CanvasPicture {
  #ground = new Ground();
  /** @type {{ key: string, glyphs: Glyphs } | null} */
  #sheet = null;
  // where the points are seen, NaN for those outside of the square
  /** @type {Float32Array} */
  at = new Float32Array(0);
  hovered = -1;

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec, surface } = this;
    const [x, y] = [spec.x, spec.y].map(({ low, high, label }) => ({
      low: number(frame, low),
      high: number(frame, high),
      label,
    }));
    const place = this.#ground.place(pen, x, y, surface, look);
    this.#ground.draw(pen, place, [x.label, y.label], partitionOf(spec, frame), look);
    if (!spec.points) return;
    const labels = numbers(frame, spec.points.labels);
    const n = labels.length;
    this.at = spotsOf(numbers(frame, spec.points.at), place, this.at);
    const glyphs = this.#glyphs(look, n);
    const meta = { labels, n, n_train: spec.trained ?? n };
    const pred = spec.pred ? numbers(frame, spec.pred) : null;
    drawPoints(pen, { glyphs, meta, frame: { pred }, at: this.at, show: "both" }, {});
    const lit = this.hovered >= 0 ? this.hovered : number(frame, spec.lit);
    if (lit >= 0 && lit < n) drawHalo(pen, this.at[2 * lit], this.at[2 * lit + 1], glyphs.size, look.palette);
  }

  /** The point under the pointer gets a ring. */
  /** @override @type {CanvasPicture["find"]} */
  find(x, y, reach) {
    const found = nearestSpot(this.at, x, y, reach);
    if (found !== this.hovered) {
      this.hovered = found;
      this.hooks.redraw();
    }
    return super.find(x, y, reach);
  }

  #glyphs({ palette, type }, count) {
    const { spec: { names }, surface: { width, height, ratio } } = this;
    const digits = names.every((name) => /^\d$/.test(name));
    const size = glyphSize(Math.min(width, height), count, digits);
    const key = [size, ratio, palette.mode, type.family, names.join("|")].join();
    if (this.#sheet?.key !== key) {
      const meta = { class_names: names, glyphs: digits ? "digits" : null };
      this.#sheet = { key, glyphs: new Glyphs(meta, palette, size, ratio, type.family) };
    }
    return this.#sheet.glyphs;
  }
}

/**
 * @param {import("./records.d.ts").Input} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @returns {import("../drawing/partition.js").Partition | null}
 */
function partitionOf(spec, frame) {
  const cls = numbers(frame, spec.cls);
  const grid = Math.round(Math.sqrt(cls.length));
  if (grid < 2) return null;
  const surplus = spec.surplus ? numbers(frame, spec.surplus) : null;
  return { grid, cls, lead: numbers(frame, spec.lead), surplus };
}

/**
 * Where the points of the plane are seen, in CSS pixels; NaN outside of its square.
 * @param {ArrayLike<number>} points
 * @param {import("../drawing/ground.js").Place} place
 * @param {Float32Array} spots reused where it is large enough
 */
export function spotsOf(points, { x, y }, spots) {
  const found = spots.length < points.length ? new Float32Array(points.length) : spots;
  for (let k = 0; k < points.length; k += 2) {
    const [across, along] = [points[k], points[k + 1]];
    const inside = across >= x.low && across <= x.high && along >= y.low && along <= y.high;
    found[k] = inside ? x(across) : NaN;
    found[k + 1] = y(along);
  }
  return found;
}

/**
 * The spot nearest to (x, y) within `reach`, −1 where there is none.
 * @param {Float32Array} spots
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function nearestSpot(spots, x, y, reach) {
  let [least, found] = [reach * reach, -1];
  for (let k = 0; k < spots.length; k += 2) {
    const away = (spots[k] - x) ** 2 + (spots[k + 1] - y) ** 2;
    if (away < least) [least, found] = [away, k / 2];
  }
  return found;
}
