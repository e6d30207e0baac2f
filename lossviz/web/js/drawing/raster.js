// Triangles with depth into an image: the picture of a surface without seams.

import { pixelRamp, STEPS } from "./colours.js";
import { penOf } from "./pen.js";

const SHADES = 32;
const FAR = -1e9;

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/**
 * One number a corner of the grid.
 * @typedef {{ x: Float32Array, y: Float32Array, near: Float32Array, share: Float32Array, tall: Float32Array,
 *   shade: Float32Array }} Corners
 */

/** A picture of `width` × `height` pixels with a depth for each; `clear` before every use. */
export class Raster {
  width = 0;
  height = 0;
  // all of them from the first `resize` on
  /** @type {OffscreenCanvas} */
  canvas;
  /** @type {OffscreenCanvasRenderingContext2D} */
  pen;
  /** @type {ImageData} */
  image;
  /** @type {Uint32Array} */
  pixels;
  /** @type {Float32Array} */
  depth;

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    if (this.width === width && this.height === height) return;
    this.canvas = new OffscreenCanvas(width, height);
    this.pen = penOf(this.canvas);
    this.image = this.pen.createImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.depth = new Float32Array(width * height);
    [this.width, this.height] = [width, height];
  }

  clear() {
    this.pixels.fill(0);
    this.depth.fill(FAR);
  }

  /**
   * All cells of a grid of corners: `at` = {x, y, near, share, tall, shade}, one number a corner.
   * share 0..1 is the place on the ramp, what is taller than 1 is cut off, shade 0..1 is dark to bright.
   * @param {Corners} at
   * @param {number} columns
   * @param {number} rows
   * @param {import("./theme.js").Palette} palette
   */
  draw(at, columns, rows, palette) {
    this.clear();
    const table = shaded(palette);
    for (let row = 0; row < rows - 1; row += 1) {
      for (let column = 0; column < columns - 1; column += 1) {
        const k = row * columns + column;
        this.#triangle(at, k, k + 1, k + columns, table);
        this.#triangle(at, k + columns + 1, k + columns, k + 1, table);
      }
    }
    this.pen.putImageData(this.image, 0, 0);
  }

  /**
   * True when nothing lies clearly before this place.
   * @param {number} x
   * @param {number} y
   * @param {number} near
   * @param {number} slack
   */
  sees(x, y, near, slack) {
    const [px, py] = [Math.round(x), Math.round(y)];
    if (px < 0 || py < 0 || px >= this.width || py >= this.height) return true;
    return this.depth[py * this.width + px] <= near + slack;
  }

  /**
   * @param {Corners} at
   * @param {number} a
   * @param {number} b
   * @param {number} c
   * @param {Uint32Array} table
   */
  #triangle({ x, y, near, share, tall, shade }, a, b, c, table) {
    const { pixels, depth, width, height } = this;
    const [xa, ya] = [x[a], y[a]];
    const [x1, y1, x2, y2] = [x[b] - xa, y[b] - ya, x[c] - xa, y[c] - ya];
    const area = x1 * y2 - x2 * y1;
    // seen edge on, or a corner that is not a number
    if (!(Math.abs(area) > 1e-6)) return;
    if (tall[a] > 1 && tall[b] > 1 && tall[c] > 1) return;
    const cut = tall[a] > 1 || tall[b] > 1 || tall[c] > 1;
    // rates along x and y of everything that is interpolated
    const [bx, by, cx, cy] = [y2 / area, -x2 / area, -y1 / area, x1 / area];
    const rate = (of) => [(of[b] - of[a]) * bx + (of[c] - of[a]) * cx, (of[b] - of[a]) * by + (of[c] - of[a]) * cy];
    const [nx, ny] = rate(near);
    const [sx, sy] = rate(share);
    const [tx, ty] = cut ? rate(tall) : [0, 0];
    const [lx, ly] = rate(shade);
    const first = Math.max(Math.ceil(Math.min(ya, y[b], y[c]) - 0.5), 0);
    const last = Math.min(Math.floor(Math.max(ya, y[b], y[c]) - 0.5), height - 1);
    for (let py = first; py <= last; py += 1) {
      const dy = py + 0.5 - ya;
      // the part of this row within all three sides: weights of b, c and a not negative
      let [from, to] = [-Infinity, Infinity];
      const keep = (start, slope) => {
        if (slope > 0) from = Math.max(from, -start / slope);
        else if (slope < 0) to = Math.min(to, -start / slope);
        else if (start < 0) to = -Infinity;
      };
      keep(by * dy, bx);
      keep(cy * dy, cx);
      keep(1 - (by + cy) * dy, -(bx + cx));
      const left = Math.max(Math.ceil(from + xa - 0.5 - 1e-6), 0);
      const right = Math.min(Math.floor(to + xa - 0.5 + 1e-6), width - 1);
      for (let px = left; px <= right; px += 1) {
        const dx = px + 0.5 - xa;
        const k = py * width + px;
        const here = near[a] + nx * dx + ny * dy;
        if (here <= depth[k] || (cut && tall[a] + tx * dx + ty * dy > 1)) continue;
        depth[k] = here;
        const height0 = Math.min(Math.max(share[a] + sx * dx + sy * dy, 0), 1);
        const light = Math.min(Math.max(shade[a] + lx * dx + ly * dy, 0), 1);
        pixels[k] = table[Math.round(height0 * (STEPS - 1)) * SHADES + Math.round(light * (SHADES - 1))];
      }
    }
  }
}

/**
 * The ramp's pixels from shadow to light: STEPS × SHADES.
 * @param {import("./theme.js").Palette} palette
 */
function shaded(palette) {
  const known = tables.get(palette.mode);
  if (known) return known;
  const table = new Uint32Array(STEPS * SHADES);
  for (let shade = 0; shade < SHADES; shade += 1) {
    const colours = pixelRamp(palette, 0.72 + 0.36 * (shade / (SHADES - 1)));
    for (let k = 0; k < STEPS; k += 1) table[k * SHADES + shade] = colours[k];
  }
  tables.set(palette.mode, table);
  return table;
}
