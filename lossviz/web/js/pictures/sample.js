// What was drawn, one sign an outcome, and how often each came. A negative number is no outcome yet.

import { CanvasPicture } from "../drawing/canvas.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { numbers } from "../drawing/read.js";
import { trace } from "../drawing/shapes.js";

const EDGE = 10;
const LARGEST = 30;

/** @extends {CanvasPicture<import("./records.d.ts").Sample>} */
export class Sample extends CanvasPicture {
  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec, surface: { width, height } } = this;
    const { palette } = look;
    const drawn = numbers(frame, spec.value);
    const legend = arrange(pen, legendOf(spec, drawn, palette), EDGE, width - EDGE, look);
    drawLegend(pen, legend, 2, look, new Emphasis(look.lit, []), this.marks);
    const top = legend.height + 6;
    const { cell, columns } = gridFor(drawn.length, width - 2 * EDGE, height - top - 4);
    drawn.forEach((cls, k) => {
      const x = EDGE + ((k % columns) + 0.5) * cell;
      const y = top + (Math.floor(k / columns) + 0.5) * cell;
      if (!(cls >= 0)) {
        drawPlace(pen, x, y, palette);
        return;
      }
      trace(pen, palette.shapes[cls % palette.shapes.length], x, y, 0.4 * cell);
      pen.fillStyle = colourOf(`class:${cls}`, palette);
      pen.fill();
    });
  }
}

/**
 * "sun ×3" for every outcome, also for one that did not come.
 * @param {import("./records.d.ts").Sample} spec
 * @param {import("../wire/messages.js").Numbers} drawn
 * @param {import("../drawing/theme.js").Palette} palette
 * @returns {import("../drawing/legend.js").Item[]}
 */
function legendOf({ names }, drawn, palette) {
  const counts = names.map(() => 0);
  for (const cls of drawn) if (cls >= 0) counts[cls] += 1;
  return names.map((name, cls) => ({
    text: `${name} ×${counts[cls]}`,
    sign: "shape",
    shape: palette.shapes[cls % palette.shapes.length],
    colour: colourOf(`class:${cls}`, palette),
    ink: inkOf(`class:${cls}`, palette),
  }));
}

/** A place that is not taken yet. */
function drawPlace(pen, x, y, palette) {
  pen.beginPath();
  pen.arc(x, y, 2, 0, 2 * Math.PI);
  pen.fillStyle = palette.muted;
  pen.globalAlpha = 0.5;
  pen.fill();
  pen.globalAlpha = 1;
}

/** Cells as large as all of them fit. */
function gridFor(count, width, height) {
  let cell = LARGEST;
  while (cell > 5 && Math.floor(width / cell) * Math.floor(height / cell) < count) cell -= 0.5;
  return { cell, columns: Math.max(Math.floor(width / cell), 1) };
}
