// One column of a bar chart.

import { line } from "./axes.js";
import { colourOf } from "./colours.js";
import { fading, tear } from "./edges.js";

/** One bar from `from` to `to`: filled or outlined, endless or torn where it is longer than the plot. */
export function drawBar(pen, bar, half, from, to, place, palette) {
  const colour = colourOf(bar.colour, palette);
  const [x, top, high] = [bar.x - half, Math.min(from, to), Math.abs(to - from)];
  bar.ink = colour;
  if (high < 2.5 && bar.outline) {
    line(pen, x, to, x + 2 * half, to, colour, 2.5);
    return;
  }
  const radius = Math.min(4, half, high);
  const round = bar.to >= bar.from ? [radius, radius, 0, 0] : [0, 0, radius, radius];
  pen.beginPath();
  pen.roundRect(x, top, 2 * half, high, round);
  pen.fillStyle = Number.isFinite(bar.to) ? colour : fading(pen, colour, [0, from], [0, to]);
  const solid = pen.globalAlpha;
  if (bar.outline) pen.globalAlpha = 0.2 * solid;
  pen.fill();
  pen.globalAlpha = solid;
  if (bar.outline) outline(pen, x + 1, top + 1, 2 * half - 2, high - 2, colour);
  if (!Number.isFinite(bar.to) || (bar.to <= place.high && bar.to >= place.low)) return;
  const back = bar.to > 0 ? 1 : -1;
  for (const dy of [10, 16]) tear(pen, [x - 2, to + dy * back + 3], [x + 2 * half + 2, to + dy * back - 3], palette);
}

/** A frame around a bar. */
export function outline(pen, x, y, wide, high, colour) {
  pen.beginPath();
  pen.roundRect(x, y, Math.max(wide, 1), Math.max(high, 1), Math.min(4, Math.max(high, 1) / 2));
  pen.lineWidth = 2.5;
  pen.strokeStyle = colour;
  pen.stroke();
}
