// Bars that lie, made of parts, with their sums at their ends.

import { drawColumns, font, line, scale, tickValues, valueFont, wrap } from "../drawing/axes.js";
import { CanvasPicture } from "../drawing/canvas.js";
import { colourOf, inkOf, inkOn, rgb } from "../drawing/colours.js";
import { fading, tear } from "../drawing/edges.js";
import { Emphasis } from "../drawing/emphasis.js";
import { format } from "../drawing/format.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { number } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";

const EDGE = 8;
const THICK = 46;
const FADE = 48;
// from this width on the names stand beside the bars
const WIDE = 460;

/** @extends {CanvasPicture<import("./records.d.ts").Stack>} */
export class Stack extends CanvasPicture {
  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const parts = spec.rows.flatMap((row) => row.parts);
    const emphasis = new Emphasis(look.lit, parts.map((part) => part.term));
    const rows = spec.rows.map((row) => measured(row, frame));
    const place = this.#place(pen, rows, frame, look);
    drawLegend(pen, place.legend, 2, look, emphasis, this.marks);
    drawColumns(pen, place, place.x, place.ticks, look);
    rows.forEach((row, index) => this.#row(pen, row, index, place, look, emphasis));
    line(pen, place.left, place.top, place.left, place.bottom, look.palette.muted, 1.5);
  }

  #place(pen, rows, frame, look) {
    const { spec, surface: { width, height } } = this;
    const { axis, size } = look.type;
    const beside = width >= WIDE;
    pen.font = font(look, "size", 600);
    const names = Math.max(0, ...rows.map(({ name }) => widthOf(pen, name)));
    const totals = Math.max(
      ...rows.map(({ total }) => widthOf(pen, format(spec.format, total))),
      4 * size,
    );
    const left = EDGE + (beside ? Math.min(names, 0.3 * width) + 10 : 0);
    const right = width - EDGE - totals - 10;
    const unit = { text: spec.unit, axis: true, right: true };
    const legend = arrange(pen, [...legendOf(spec.rows, look.palette), unit], EDGE, width - EDGE, look);
    const top = 4 + legend.height;
    const bottom = height - 1.9 * axis;
    const slot = (bottom - top) / rows.length;
    const above = beside ? 0 : 1.3 * size;
    const thick = Math.min(0.72 * (slot - above), THICK);
    const high = number(frame, spec.high);
    const ticks = tickValues(0, high, right - left, 70);
    return {
      left,
      right,
      top,
      bottom,
      slot,
      above,
      thick,
      beside,
      legend,
      high,
      ticks,
      x: scale(0, high, left, right),
    };
  }

  #row(pen, { name, parts, total }, index, place, look, emphasis) {
    const { palette } = look;
    const middle = place.top + (index + 0.5) * place.slot + 0.5 * place.above;
    const [top, bottom] = [middle - place.thick / 2, middle + place.thick / 2];
    for (const part of parts) {
      const [from, to] = [place.x.held(part.from), place.x.held(part.to)];
      if (Number.isNaN(part.value) || to <= from) continue;
      const colour = colourOf(part.colour, palette);
      pen.globalAlpha = emphasis.alpha(part.term);
      pen.beginPath();
      pen.roundRect(from, top, to - from, place.thick, Math.min(3, (to - from) / 2));
      pen.fillStyle = part.to === Infinity ? fading(pen, colour, [from, 0], [to, 0]) : colour;
      pen.fill();
      if (Number.isFinite(part.to) && part.to > place.high) {
        for (const dx of [-16, -9]) tear(pen, [to + dx - 3, bottom + 2], [to + dx + 3, top - 2], palette);
      }
      line(pen, to, top, to, bottom, palette.panel, 1.5);
      if (emphasis.on(part.term)) {
        pen.lineWidth = 2.5;
        pen.strokeStyle = palette.ink;
        pen.strokeRect(from + 1, top + 1, to - from - 2, place.thick - 2);
      }
      pen.globalAlpha = emphasis.text(part.term);
      this.#value(pen, part, from, to, middle, colour, look);
      pen.globalAlpha = 1;
      if (part.term) this.marks.push({ term: part.term, box: [from, top, to, bottom] });
    }
    this.#texts(pen, name, total, middle, top, place, look);
  }

  /** A part's value within it, where it has the room. */
  #value(pen, part, from, to, y, colour, look) {
    const text = format(this.spec.format, part.value);
    pen.font = valueFont(look, text);
    if (part.alone || widthOf(pen, text) > to - from - 10) return;
    const x = part.to === Infinity ? (from + Math.max(from, to - FADE)) / 2 : (from + to) / 2;
    write(pen, text, x, y + 0.5, { colour: inkOn(rgb(colour)), font: pen.font, align: "center" });
  }

  #texts(pen, name, total, middle, top, place, look) {
    const { palette, type } = look;
    const strong = { colour: palette.ink, rim: palette.panel, font: font(look, "size", 600) };
    const end = Number.isNaN(total) ? place.left : place.x.held(total);
    const text = format(this.spec.format, total);
    write(pen, text, end + 8, middle, { ...strong, font: valueFont(look, text) });
    pen.font = strong.font;
    const [short] = wrap(pen, name, place.left - EDGE - 10, 1);
    if (place.beside) write(pen, short, place.left - 10, middle, { ...strong, align: "right" });
    else write(pen, name, place.left + 2, top - 0.62 * type.size, strong);
  }
}

/**
 * A row's parts with where they begin and end, and its sum.
 * @param {import("./records.d.ts").Sum} row
 * @param {import("../drawing/canvas.js").Frame} frame
 */
function measured({ name, parts }, frame) {
  let at = 0;
  const found = parts.map((part) => {
    const value = number(frame, part.value);
    const from = at;
    at += value;
    return { ...part, value, from, to: at, alone: parts.length === 1 };
  });
  return { name, parts: found, total: at };
}

/**
 * Every part's name once; none where each row is a single part that has the row's name.
 * @param {import("./records.d.ts").Sum[]} rows
 * @param {import("../drawing/theme.js").Palette} palette
 * @returns {import("../drawing/legend.js").Item[]}
 */
function legendOf(rows, palette) {
  /** @type {Map<string, import("./records.d.ts").Slice>} */
  const named = new Map();
  for (const { name, parts } of rows) {
    for (const part of parts) {
      if (part.name && (parts.length > 1 || part.name !== name)) named.set(part.name, part);
    }
  }
  return [...named.values()].map(({ name, colour, term }) => (
    { text: name, colour: colourOf(colour, palette), ink: inkOf(colour, palette), sign: "box", term }
  ));
}
