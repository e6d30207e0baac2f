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
    const xa = x[a];
    const ya = y[a];
    const x1 = x[b] - xa;
    const y1 = y[b] - ya;
    const x2 = x[c] - xa;
    const y2 = y[c] - ya;
    const area = x1 * y2 - x2 * y1;
    // seen edge on, or a corner that is not a number
    if (!(Math.abs(area) > 1e-6)) return;
    const high = Number(tall[a] > 1) + Number(tall[b] > 1) + Number(tall[c] > 1);
    if (high === 3) return;
    // rates along x and y of the weights of b and c, and of everything that is interpolated
    const bx = y2 / area;
    const by = -x2 / area;
    const cx = -y1 / area;
    const cy = x1 / area;
    const ax = -(bx + cx);
    const ay = -(by + cy);
    const nx = ax * near[a] + bx * near[b] + cx * near[c];
    const ny = ay * near[a] + by * near[b] + cy * near[c];
    const sx = ax * share[a] + bx * share[b] + cx * share[c];
    const sy = ay * share[a] + by * share[b] + cy * share[c];
    const lx = ax * shade[a] + bx * shade[b] + cx * shade[c];
    const ly = ay * shade[a] + by * shade[b] + cy * shade[c];
    const tx = high ? ax * tall[a] + bx * tall[b] + cx * tall[c] : 0;
    const ty = high ? ay * tall[a] + by * tall[b] + cy * tall[c] : 0;
    const first = Math.max(Math.ceil(Math.min(ya, y[b], y[c]) - 0.5), 0);
    const last = Math.min(Math.floor(Math.max(ya, y[b], y[c]) - 0.5), height - 1);
    for (let py = first; py <= last; py += 1) {
      const dy = py + 0.5 - ya;
      // the part of this row within all three sides: weights of b, c and a not negative
      let from = -Infinity;
      let to = Infinity;
      for (let side = 0; side < 3; side += 1) {
        const start = side === 0 ? by * dy : side === 1 ? cy * dy : 1 + ay * dy;
        const slope = side === 0 ? bx : side === 1 ? cx : ax;
        const end = -start / slope;
        if (slope > 0) from = end > from ? end : from;
        else if (slope < 0) to = end < to ? end : to;
        else if (start < 0) to = -Infinity;
      }
      const left = Math.max(Math.ceil(from + xa - 0.5 - 1e-6), 0);
      const right = Math.min(Math.floor(to + xa - 0.5 + 1e-6), width - 1);
      for (let px = left, k = py * width + left; px <= right; px += 1, k += 1) {
        const dx = px + 0.5 - xa;
        const here = near[a] + nx * dx + ny * dy;
        if (here <= depth[k] || (high && tall[a] + tx * dx + ty * dy > 1)) continue;
        depth[k] = here;
        const part = Math.min(Math.max(share[a] + sx * dx + sy * dy, 0), 1);
        const light = Math.min(Math.max(shade[a] + lx * dx + ly * dy, 0), 1);
        // rounded: both are positive, or no number, which is the calm end
        pixels[k] = table[((part * (STEPS - 1) + 0.5) | 0) * SHADES + ((light * (SHADES - 1) + 0.5) | 0)];
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
