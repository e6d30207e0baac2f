// The signs beside a picture of samples, as the page's style draws them.

import { line } from "../drawing/axes.js";

const WIDE = 18;
const HIGH = 12;

/**
 * The sign `name` at x, round the height y.
 * @param {any} pen
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {import("../drawing/theme.js").Palette} palette
 */
export function drawSign(pen, name, x, y, palette) {
  const draw = SIGNS[name];
  if (draw) draw(pen, x, y, palette);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

/** @type {Record<string, (pen: any, x: number, y: number, palette: import("../drawing/theme.js").Palette) => void>} */
const SIGNS = {
  region: (pen, x, y, { accent }) => {
    pen.globalAlpha = 0.26;
    pen.fillStyle = accent;
    pen.beginPath();
    pen.roundRect(x, y - HIGH / 2, WIDE, HIGH, 3);
    pen.fill();
  },
  margin: (pen, x, y, { muted }) => {
    for (const side of [x, x + WIDE]) line(pen, side, y - HIGH / 2, side, y + HIGH / 2, muted, 1.5);
  },
  boundary: (pen, x, y, { muted }) => {
    pen.setLineDash([5, 4]);
    line(pen, x, y, x + WIDE, y, muted, 2);
  },
  wrong: (pen, x, y, { ink }) => circle(pen, x + WIDE / 2, y, 7, ink),
  test: (pen, x, y, { accent }) => circle(pen, x + WIDE / 2, y, 5, accent),
};

function circle(pen, x, y, radius, colour) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.stroke();
}
