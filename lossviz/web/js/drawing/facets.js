// Flat triangles into an image: coloured areas without seams between them, and without depth.

import { penOf } from "./pen.js";

const LEVELS = 256;
// log-odds beyond these are as good as never and always
const SURE = 8;
// more pixels than these cost more time than they give sharpness
const MOST_PIXELS = 640000;
// pixels a unit where few do: faces go over into each other, and their edges are drawn over them
const COARSE = 0.7;
// neighbours reach so many pixels over each other: corners that should be the same are nearly so
const OVERLAP = 0.02;

/**
 * Triangles: `x`, `y` where the corners are; `corners`, three indices a face, or null where each face has the next three;
 * `ways` [T]: a face is seen where the sign of its area on the canvas is the other one, null: all are; `owner` [T], −1
 * for none; `value`: the log-odds of the strength, one a corner where there are `corners`, else one a face; `colours`:
 * [r, g, b] by class; `alphas`, by class: how opaque the colour is at full strength.
 * @typedef {{ x: Float32Array, y: Float32Array, corners: ArrayLike<number> | null, ways: Float32Array | null,
 *   owner: ArrayLike<number>, value: ArrayLike<number>, colours: number[][], alphas: number[] }} Faces
 */

/** The pixels of a square. */
class Sheet {
  /** @param {number} side */
  constructor(side) {
    this.side = side;
    this.canvas = new OffscreenCanvas(side, side);
    this.pen = penOf(this.canvas);
    this.image = this.pen.createImageData(side, side);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }
}

export class Facets {
  // a coarse one and a fine one
  /** @type {Record<string, Sheet>} */
  sheets = {};
  /** @type {Sheet | null} */
  #last = null;
  // both from the first picture on
  side = 0;
  /** @type {Uint32Array} */
  pixels;
  // pixels in memory order, LEVELS a class, and what they were made for
  table = new Uint32Array(0);
  #made = "";

  /**
   * Paint triangles over the square [left, top, left + side, top + side] of the pen; `coarse`: with few pixels.
   * @param {CanvasRenderingContext2D} pen
   * @param {{ left: number, top: number, side: number, ratio: number, coarse: boolean }} place
   * @param {Faces} faces
   */
  draw(pen, { left, top, side, ratio, coarse }, faces) {
    const fine = coarse ? COARSE : Math.min(Math.max(ratio, 2), Math.sqrt(MOST_PIXELS) / side);
    const sheet = this.#sheet(coarse ? "coarse" : "fine", Math.max(Math.round(side * fine), 1));
    this.#mix(faces.colours, faces.alphas);
    this.#fill(faces, left, top, fine);
    sheet.pen.putImageData(sheet.image, 0, 0);
    this.#last = sheet;
    this.again(pen, { left, top, side, coarse });
  }

  /**
   * What was painted last, over the same square.
   * @param {CanvasRenderingContext2D} pen
   * @param {{ left: number, top: number, side: number, coarse: boolean }} place
   */
  again(pen, { left, top, side, coarse }) {
    if (!this.#last) return;
    pen.imageSmoothingQuality = coarse ? "low" : "high";
    pen.drawImage(this.#last.canvas, left, top, side, side);
  }

  /**
   * An empty one of this size.
   * @param {string} kind
   * @param {number} side
   */
  #sheet(kind, side) {
    if (this.sheets[kind]?.side !== side) this.sheets[kind] = new Sheet(side);
    const sheet = this.sheets[kind];
    this.side = side;
    this.pixels = sheet.pixels.fill(0);
    return sheet;
  }

  /**
   * @param {number[][]} colours
   * @param {number[]} alphas
   */
  #mix(colours, alphas) {
    const wanted = [...colours, ...alphas].join();
    if (this.#made !== wanted) this.table = levels(colours, alphas);
    this.#made = wanted;
  }

  /**
   * @param {Faces} faces
   * @param {number} left
   * @param {number} top
   * @param {number} fine
   */
  #fill({ x, y, corners, ways, owner, value, colours }, left, top, fine) {
    const rate = (LEVELS - 1) / (2 * SURE);
    for (let face = 0; face < owner.length; face += 1) {
      if (owner[face] < 0) continue;
      const k = 3 * face;
      const [a, b, c] = corners ? [corners[k], corners[k + 1], corners[k + 2]] : [k, k + 1, k + 2];
      if (ways && !(((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])) * ways[face] < 0)) continue;
      const [first, second, third] = corners ? [a, b, c] : [face, face, face];
      this.#triangle(
        (x[a] - left) * fine,
        (y[a] - top) * fine,
        rate * (value[first] + SURE),
        (x[b] - left) * fine,
        (y[b] - top) * fine,
        rate * (value[second] + SURE),
        (x[c] - left) * fine,
        (y[c] - top) * fine,
        rate * (value[third] + SURE),
        (owner[face] % colours.length) * LEVELS,
      );
    }
  }

  /** Fill the pixels whose middle lies within the corners, x, y and level of each; levels count from `first`. */
  #triangle(xa, ya, a, xb, yb, b, xc, yc, c, first) {
    const { pixels, side, table } = this;
    const [x1, y1, x2, y2] = [xb - xa, yb - ya, xc - xa, yc - ya];
    const area = x1 * y2 - x2 * y1;
    // seen edge on, or a corner that is not a number
    if (!(Math.abs(area) > 1e-6)) return;
    const across = ((b - a) * y2 - (c - a) * y1) / area;
    const down = ((c - a) * x1 - (b - a) * x2) / area;
    // how far each side goes to the right with every row
    const [ab, bc, ca] = [(xb - xa) / (yb - ya), (xc - xb) / (yc - yb), (xa - xc) / (ya - yc)];
    const last = Math.min(Math.floor(Math.max(ya, yb, yc) - 0.5), side - 1);
    for (let row = Math.max(Math.ceil(Math.min(ya, yb, yc) - 0.5), 0); row <= last; row += 1) {
      const y = row + 0.5;
      // where this row enters and leaves the triangle: at the sides that cross it
      let [enter, leave] = [Infinity, -Infinity];
      const [over, under, past] = [ya <= y, yb <= y, yc <= y];
      if (over !== under) enter = leave = xa + (y - ya) * ab;
      if (under !== past) {
        const x = xb + (y - yb) * bc;
        if (x < enter) enter = x;
        if (x > leave) leave = x;
      }
      if (past !== over) {
        const x = xc + (y - yc) * ca;
        if (x < enter) enter = x;
        if (x > leave) leave = x;
      }
      const from = Math.max(Math.ceil(enter - 0.5 - OVERLAP), 0);
      const to = row * side + Math.min(Math.floor(leave - 0.5 + OVERLAP), side - 1);
      let level = a + across * (from + 0.5 - xa) + down * (y - ya);
      for (let at = row * side + from; at <= to; at += 1, level += across) {
        const pixel = table[first + (level > 0 ? level < LEVELS - 1 ? (level + 0.5) | 0 : LEVELS - 1 : 0)];
        // where faces cover each other, the stronger one is seen
        if (pixel >>> 24 > pixels[at] >>> 24) pixels[at] = pixel;
      }
    }
  }
}

/**
 * Pixels in memory order (little endian), LEVELS a class, from clear to the class's colour.
 * @param {number[][]} colours
 * @param {number[]} alphas
 */
function levels(colours, alphas) {
  const table = new Uint32Array(colours.length * LEVELS);
  colours.forEach(([red, green, blue], cls) => {
    for (let k = 0; k < LEVELS; k += 1) {
      const share = k / (LEVELS - 1);
      const strength = 1 / (1 + Math.exp(SURE * (1 - 2 * share)));
      const opaque = Math.round(255 * alphas[cls] * strength);
      table[cls * LEVELS + k] = ((opaque << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
  });
  return table;
}
