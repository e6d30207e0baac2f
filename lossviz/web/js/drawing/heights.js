// A grid of values as a smooth picture in the colours of the ramp.

import { pixelRamp, STEPS } from "./colours.js";
import { penOf } from "./pen.js";

// so many pixels for a cell of the grid; the canvas smooths between them
const FINE = 2;

let canvas = new OffscreenCanvas(1, 1);
let image = new ImageData(1, 1);

/**
 * `value` [grid, grid] (row = y from below) interpolated on a finer lattice, as a canvas whose edges
 * are those of the grid. One canvas serves all: copy it before the next call.
 */
export function heights(value, grid, top, palette) {
  const side = FINE * (grid - 1);
  if (canvas.width !== side) {
    canvas = new OffscreenCanvas(side, side);
    image = new ImageData(side, side);
  }
  const pixels = new Uint32Array(image.data.buffer);
  const table = pixelRamp(palette);
  const scale = (STEPS - 1) / top;
  for (let py = 0, to = 0; py < side; py += 1) {
    const at = grid - 1 - (py + 0.5) / FINE;
    const row = Math.floor(at);
    const up = at - row;
    for (let px = 0; px < side; px += 1, to += 1) {
      const across = (px + 0.5) / FINE;
      const column = Math.floor(across);
      const right = across - column;
      const k = row * grid + column;
      const low = value[k] + right * (value[k + 1] - value[k]);
      const high = value[k + grid] + right * (value[k + grid + 1] - value[k + grid]);
      const step = scale * (low + up * (high - low));
      // what is no number comes from ∞ − ∞: it is as strong as can be
      pixels[to] = table[step < STEPS - 1 ? Math.max(Math.round(step), 0) : STEPS - 1];
    }
  }
  penOf(canvas).putImageData(image, 0, 0);
  return canvas;
}
