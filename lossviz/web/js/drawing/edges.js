// Signs on the edge of a picture, for what lies beyond it.

import { line, valueFont } from "./axes.js";
import { css, inkOf, rgb } from "./colours.js";
import { write } from "./subscript.js";

const FADE = 40;

/**
 * What has no end fades out on its way from one point to the other.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} colour
 * @param {number[]} from
 * @param {number[]} to
 */
export function fading(pen, colour, [x0, y0], [x1, y1]) {
  const [r, g, b] = rgb(colour);
  const paint = pen.createLinearGradient(x0, y0, x1, y1);
  const share = Math.min(FADE / Math.max(Math.hypot(x1 - x0, y1 - y0), 1), 1);
  paint.addColorStop(1 - share, css([r, g, b]));
  paint.addColorStop(1, `rgb(${r} ${g} ${b} / 12%)`);
  return paint;
}

/** One of the two strokes that say "longer than the picture". */
export function tear(pen, [x0, y0], [x1, y1], palette) {
  line(pen, x0, y0, x1, y1, palette.panel, 2.5);
}

/**
 * "∞" at the edge that something runs to; gives its middle.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {boolean} up
 * @param {string} colour
 * @param {import("./canvas.js").Look} look
 * @param {{ left: number, right: number }} room
 */
export function limitSign(pen, x, y, up, colour, look, { left, right }) {
  const at = Math.min(Math.max(x, left + 14), right - 14);
  /** @type {[number, number]} */
  const middle = [at + (at > (left + right) / 2 ? -14 : 14), y + (up ? 12 : -12)];
  write(pen, up ? "∞" : "−∞", ...middle, {
    colour: inkOf(colour, look.palette),
    rim: look.palette.panel,
    font: valueFont(look, "∞"),
    align: "center",
  });
  return middle;
}

/** A triangle on the edge that points to where the value lies. */
export function beyondSign(pen, x, y, up, colour, palette) {
  const way = up ? -1 : 1;
  pen.beginPath();
  pen.moveTo(x, y + 8 * way);
  pen.lineTo(x - 9, y - 7 * way);
  pen.lineTo(x + 9, y - 7 * way);
  pen.closePath();
  pen.lineWidth = 3;
  pen.strokeStyle = palette.panel;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
}
