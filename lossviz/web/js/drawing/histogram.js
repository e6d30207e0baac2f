// Bars that say how many lie between two values, under curves over the same axis.

import { font } from "./axes.js";
import { colourOf, inkOf } from "./colours.js";
import { numbers } from "./read.js";
import { widthOf, write } from "./subscript.js";

// of one series over another
const ALPHA = [0.42, 0.62];

/**
 * Bars from `place.foot` up; under curves their names stand between them.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./axes.js").Room & { foot: number, x: import("./axes.js").Scale }} place
 * @param {import("../pictures/records.d.ts").Histogram} histogram
 * @param {import("./read.js").Frame} frame
 * @param {import("./canvas.js").Look} look
 * @param {import("./emphasis.js").Emphasis} emphasis
 * @param {import("./canvas.js").Mark[]} marks
 */
export function drawHistogram(pen, place, { edges: name, bins, full }, frame, look, emphasis, marks) {
  const { foot, x } = place;
  const edges = numbers(frame, name);
  const series = bins.map(({ counts }) => numbers(frame, counts));
  const top = place.bottom + 1.35 * look.type.size;
  const peak = Math.max(full, ...series.flatMap((counts) => Array.from(counts)));
  bins.forEach(({ colour, term }, k) => {
    pen.fillStyle = colourOf(colour, look.palette);
    pen.globalAlpha = (ALPHA[k] ?? ALPHA[0]) * emphasis.alpha(term);
    for (let bin = 0; bin + 1 < edges.length; bin += 1) {
      const tall = ((foot - top) * series[k][bin]) / peak;
      const [from, to] = [x(edges[bin]), x(edges[bin + 1])];
      if (tall > 0) pen.fillRect(from + 0.5, foot - tall, to - from - 1, tall);
    }
  });
  pen.globalAlpha = 1;
  nameBins(pen, place, bins, look, emphasis, marks);
}

/** Over the bars, from right to left. */
function nameBins(pen, { right, bottom }, bins, look, emphasis, marks) {
  const { size } = look.type;
  const y = bottom + 0.65 * size;
  let end = right;
  for (const { name, colour, term } of bins) {
    const style = { colour: inkOf(colour, look.palette), rim: look.palette.panel, font: font(look, "size", 600) };
    pen.font = style.font;
    const wide = widthOf(pen, name);
    pen.globalAlpha = emphasis.text(term);
    write(pen, name, end - wide, y, style);
    if (term) marks.push({ term, box: [end - wide, y - size / 2, end, y + size / 2] });
    end -= wide + size;
  }
  pen.globalAlpha = 1;
}
