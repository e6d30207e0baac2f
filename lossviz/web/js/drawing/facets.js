// Flat triangles into an image: coloured areas without seams between them, and without depth.

import { penOf } from "./pen.js";

const LEVELS = 256;
// log-odds beyond these are as good as never and always
const SURE = 8;
// more pixels than these cost more time than they give sharpness
const MOST_PIXELS = 640000;
// neighbours reach so many pixels over each other: corners that should be the same are nearly so
const OVERLAP = 0.02;

export class Facets {
  side = 0;
  // all of them from the first picture on
  /** @type {OffscreenCanvas} */
  canvas;
  /** @type {OffscreenCanvasRenderingContext2D} */
  pen;
  /** @type {ImageData} */
  image;
  /** @type {Uint32Array} */
  pixels;

  /**
   * Paint triangles over the square [left, top, left + side, top + side] of the pen.
   * corner(t, k): index of a corner; x, y: where each corner is; seen(t); colours: [r, g, b] by
   * class; alpha(cls): how opaque the colour is at full strength; owner [T], −1 for none; value, one
   * a face or, where `smooth`, one a corner: the log-odds of its strength.
   */
  draw(pen, { left, top, side, ratio }, { count, corner, x, y, seen, owner, value, smooth, colours, alpha }) {
    const fine = Math.min(Math.max(ratio, 2), Math.sqrt(MOST_PIXELS) / side);
    this.#resize(Math.max(Math.round(side * fine), 1));
    const table = levels(colours, alpha);
    const rate = (LEVELS - 1) / (2 * SURE);
    const sight = new Float64Array(9);
    for (let face = 0; face < count; face += 1) {
      if (owner[face] < 0 || !seen(face)) continue;
      for (let k = 0; k < 3; k += 1) {
        const index = corner(face, k);
        sight[3 * k] = (x[index] - left) * fine;
        sight[3 * k + 1] = (y[index] - top) * fine;
        sight[3 * k + 2] = rate * (value[smooth ? index : face] + SURE);
      }
      this.#triangle(sight, (owner[face] % colours.length) * LEVELS, table);
    }
    this.pen.putImageData(this.image, 0, 0);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.canvas, left, top, side, side);
  }

  /** @param {number} side */
  #resize(side) {
    if (this.side !== side) {
      this.canvas = new OffscreenCanvas(side, side);
      this.pen = penOf(this.canvas);
      this.image = this.pen.createImageData(side, side);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.side = side;
    }
    this.pixels.fill(0);
  }

  /** Fill the pixels whose middle lies within `corners`, x, y and level of each; levels count from `first`. */
  #triangle(corners, first, table) {
    const { pixels, side } = this;
    const [xa, ya, a] = [corners[0], corners[1], corners[2]];
    const [xb, yb, b] = [corners[3], corners[4], corners[5]];
    const [xc, yc, c] = [corners[6], corners[7], corners[8]];
    const [x1, y1, x2, y2] = [xb - xa, yb - ya, xc - xa, yc - ya];
    const area = x1 * y2 - x2 * y1;
    // seen edge on, or a corner that is not a number
    if (!(Math.abs(area) > 1e-6)) return;
    const across = ((b - a) * y2 - (c - a) * y1) / area;
    const down = ((c - a) * x1 - (b - a) * x2) / area;
    const last = Math.min(Math.floor(Math.max(ya, yb, yc) - 0.5), side - 1);
    for (let row = Math.max(Math.ceil(Math.min(ya, yb, yc) - 0.5), 0); row <= last; row += 1) {
      const y = row + 0.5;
      // where this row enters and leaves the triangle
      const one = cross(xa, ya, xb, yb, y);
      const two = cross(xb, yb, xc, yc, y);
      const three = cross(xc, yc, xa, ya, y);
      const from = Math.max(Math.ceil(least(one, two, three) - 0.5 - OVERLAP), 0);
      const to = Math.min(Math.floor(most(one, two, three) - 0.5 + OVERLAP), side - 1);
      let level = a + across * (from + 0.5 - xa) + down * (y - ya);
      for (let at = row * side + from; at <= row * side + to; at += 1, level += across) {
        const pixel = table[first + Math.min(Math.max(Math.round(level), 0), LEVELS - 1)];
        // where faces cover each other, the stronger one is seen
        if (pixel >>> 24 > pixels[at] >>> 24) pixels[at] = pixel;
      }
    }
  }
}

/** Pixels in memory order (little endian), LEVELS a class, from clear to the class's colour. */
function levels(colours, alpha) {
  const table = new Uint32Array(colours.length * LEVELS);
  colours.forEach(([red, green, blue], cls) => {
    for (let k = 0; k < LEVELS; k += 1) {
      const share = k / (LEVELS - 1);
      const strength = 1 / (1 + Math.exp(SURE * (1 - 2 * share)));
      const opaque = Math.round(255 * alpha(cls) * strength);
      table[cls * LEVELS + k] = ((opaque << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
  });
  return table;
}

/** x at which the way from one corner to the next crosses height y, NaN where it does not. */
function cross(xa, ya, xb, yb, y) {
  return ya <= y !== yb <= y ? xa + ((y - ya) / (yb - ya)) * (xb - xa) : NaN;
}

function least(one, two, three) {
  const low = one < two || Number.isNaN(two) ? one : two;
  return low < three || Number.isNaN(three) ? low : three;
}

function most(one, two, three) {
  const high = one > two || Number.isNaN(two) ? one : two;
  return high > three || Number.isNaN(three) ? high : three;
}
