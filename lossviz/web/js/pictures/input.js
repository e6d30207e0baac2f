// The plane of two inputs, or a slice of more: what the network makes of each place, points upon it.

import { CanvasPicture } from "../drawing/canvas.js";
import { Cloud } from "../drawing/cloud.js";
import { drawPoints, Glyphs, glyphSize } from "../drawing/glyphs.js";
import { Ground } from "../drawing/ground.js";
import { ring } from "../drawing/pointed.js";
import { number, numbers } from "../drawing/read.js";

// how near to a point the pointer is, in CSS pixels
const REACH = 14;

/** @extends {CanvasPicture<import("./records.d.ts").Input>} */
export class Input extends CanvasPicture {
  #ground = new Ground();
  /** @type {{ key: string, glyphs: Glyphs } | null} */
  #sheet = null;
  cloud = new Cloud();
  #hovered = -1;

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
    const { cloud } = this;
    cloud.begin(labels.length);
    spread(numbers(frame, spec.points.at), place, cloud);
    const glyphs = this.#glyphs(look, labels.length);
    const pred = spec.pred ? numbers(frame, spec.pred) : null;
    drawPoints(pen, { glyphs, cloud, labels, pred, train: spec.trained ?? labels.length });
    const spot = cloud.spot(this.#hovered >= 0 ? this.#hovered : number(frame, spec.lit));
    if (spot) ring(pen, spot, 0.95 * glyphs.size, look.palette);
  }

  /** The point under the pointer gets a ring. @type {import("../drawing/canvas.js").Hands["hover"]} */
  hover(x, y) {
    const found = x === null ? -1 : this.cloud.find(x, y, REACH);
    if (found === this.#hovered) return;
    this.#hovered = found;
    this.turned();
  }

  #glyphs({ palette, type }, count) {
    const { spec: { names }, surface: { width, height, ratio } } = this;
    const digits = names.every((name) => /^\d$/.test(name));
    const size = glyphSize(Math.min(width, height), count, digits);
    const key = [size, ratio, palette.mode, type.family, names.join("|")].join();
    if (this.#sheet?.key !== key) {
      this.#sheet = { key, glyphs: new Glyphs(names, digits, palette, size, ratio, type.family) };
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
 * Put the points of the plane where they are seen; not those outside of its square.
 * @param {ArrayLike<number>} points
 * @param {import("../drawing/ground.js").Place} place
 * @param {Cloud} cloud
 */
export function spread(points, { x, y }, cloud) {
  for (let k = 0; k < points.length; k += 2) {
    const [across, along] = [points[k], points[k + 1]];
    const inside = across >= x.low && across <= x.high && along >= y.low && along <= y.high;
    cloud.put(k / 2, inside ? x(across) : NaN, y(along));
  }
}
