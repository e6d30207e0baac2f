// Rectangles as wide as an outcome's probability and as high as its information: their area is the mean.

import { dashOf, drawRows, font, line, scale, sideWidth, tickValues, valueFont } from "../drawing/axes.js";
import { CanvasPicture } from "../drawing/canvas.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { fading } from "../drawing/edges.js";
import { Emphasis } from "../drawing/emphasis.js";
import { format } from "../drawing/format.js";
import { Labels } from "../drawing/labels.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { number, numbers } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";

const EDGE = 8;
const TALLEST = 2;

/**
 * @typedef {import("../drawing/legend.js").Item} Item
 * @typedef {{ value: number, name: string, term: string | null }} Mean
 */

/** @extends {CanvasPicture<import("./records.d.ts").Mosaic>} */
export class Mosaic extends CanvasPicture {
  // whether there is a sign for infinity already
  endless = false;

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const mean = meanOf(spec, frame);
    this.endless = false;
    const emphasis = new Emphasis(look.lit, [...spec.terms, mean.term]);
    const place = this.#place(pen, frame, mean, look);
    const labels = new Labels({
      left: place.left - 30,
      top: place.legend.height + 2,
      right: this.surface.width,
      bottom: this.surface.height,
    });
    drawLegend(pen, place.legend, 2, look, emphasis, this.marks);
    drawRows(pen, place, place.y, place.ticks, look);
    const parts = partsOf(spec, frame, place);
    for (const part of parts) this.#part(pen, part, place, look, emphasis);
    line(pen, place.left, place.bottom, place.right, place.bottom, look.palette.muted, 1.5);
    if (!Number.isNaN(mean.value)) this.#mean(pen, mean, place, look, emphasis, labels);
    // the wide ones first: what has no room left is dropped
    const byWidth = [...parts].sort((one, other) => other.right - other.left - (one.right - one.left));
    for (const part of byWidth) this.#texts(pen, part, place, look, emphasis, labels);
    this.#nameAxis(pen, place, look, labels);
  }

  #place(pen, frame, mean, look) {
    const { spec, surface: { width, height } } = this;
    const { size } = look.type;
    const high = number(frame, spec.high);
    const ticks = tickValues(0, high, height - 100, 44);
    const left = EDGE + sideWidth(pen, ticks, look);
    const right = width - EDGE - 4;
    const legend = arrange(pen, [{ text: spec.ylabel, axis: true }, this.#meanItem(mean, look)], EDGE, right, look);
    const top = 2 + legend.height + 1.3 * size;
    // names in two rows, so that narrow neighbours find room
    const bottom = height - 2 * 1.2 * size - 6;
    return {
      left,
      right,
      top,
      bottom,
      ticks,
      legend,
      high,
      x: scale(0, 1, left, right),
      y: scale(0, high, bottom, top),
    };
  }

  #part(pen, part, place, { palette }, emphasis) {
    const { left, right, top, term, index } = part;
    const colour = colourOf(`class:${index}`, palette);
    pen.globalAlpha = emphasis.alpha(term);
    // an outcome that hardly ever happens is a line
    const wide = Math.max(right - left, 2.5);
    const start = right - left < 2.5 ? (left + right - wide) / 2 : left;
    pen.beginPath();
    pen.rect(start, top, wide, place.bottom - top);
    pen.fillStyle = Number.isFinite(part.height) || wide < 3
      ? colour
      : fading(pen, colour, [0, place.bottom], [0, place.top]);
    pen.fill();
    pen.lineWidth = emphasis.on(term) ? 3 : 1.5;
    pen.strokeStyle = emphasis.on(term) ? palette.ink : palette.panel;
    if (wide > 3 || emphasis.on(term)) pen.strokeRect(start, top, wide, place.bottom - top);
    pen.globalAlpha = 1;
    if (term) this.marks.push({ term, box: [start, top, start + wide, place.bottom + 20] });
  }

  /** The height over each part, its name below, both where they cover nothing. */
  #texts(pen, part, place, look, emphasis, labels) {
    const { palette, type } = look;
    const x = (part.left + part.right) / 2;
    pen.globalAlpha = emphasis.text(part.term);
    const style = { colour: inkOf(`class:${part.index}`, palette), rim: palette.panel, font: font(look, "size", 600) };
    const high = 1.2 * type.size;
    const text = format("precise", part.height);
    const value = { ...style, font: valueFont(look, text) };
    // one sign for infinity, within the plot
    if (Number.isFinite(part.height)) this.#text(pen, text, x, part.top - 0.6 * high, -high, place, value, labels);
    else if (!this.endless) this.endless = this.#text(pen, text, x, place.top + 0.7 * high, high, place, value, labels);
    const name = { ...style, font: font(look) };
    if (part.name) this.#text(pen, part.name, x, place.bottom + 0.65 * high, high, place, name, labels);
    pen.globalAlpha = 1;
  }

  #text(pen, text, x, y, step, place, style, labels) {
    pen.font = style.font;
    const half = widthOf(pen, text) / 2;
    const at = Math.min(Math.max(x, place.left + half - 20), place.right - half + 4);
    for (let row = 0; row < TALLEST; row += 1) {
      const middle = y + row * step;
      if (!labels.take([at - half, middle - 8, at + half, middle + 8])) continue;
      write(pen, text, at, middle, { ...style, align: "center" });
      return true;
    }
    return false;
  }

  /** @returns {Item} */
  #meanItem({ value, name, term }, { palette }) {
    if (Number.isNaN(value)) return {};
    const text = [name, format("precise", value)].filter(Boolean).join(" = ");
    return { text, sign: "line", dash: true, right: true, colour: palette.ink, ink: palette.ink, term };
  }

  /**
   * Widths sum to 1, so the whole area is as high as the mean.
   * @param {CanvasRenderingContext2D} pen
   * @param {Mean} mean
   */
  #mean(pen, { value, term }, place, { palette }, emphasis, labels) {
    const y = place.y.held(value);
    pen.globalAlpha = emphasis.alpha(term);
    const solid = pen.globalAlpha;
    pen.globalAlpha = 0.6 * solid;
    line(pen, place.left, y, place.right, y, palette.panel, 4.5);
    pen.globalAlpha = solid;
    pen.setLineDash(dashOf(true));
    line(pen, place.left, y, place.right, y, palette.ink, emphasis.on(term) ? 4 : 2.5);
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    labels.avoid([place.left, y - 3, place.right, y + 3]);
    if (term) this.marks.push({ term, near: (_, py) => Math.abs(py - y) + 4 });
  }

  #nameAxis(pen, place, look, labels) {
    const { xlabel } = this.spec;
    if (!xlabel) return;
    const y = this.surface.height - 0.8 * look.type.axis;
    pen.font = font(look, "axis");
    const wide = widthOf(pen, xlabel);
    // the names of the parts come first
    const free = [1, 0.5, 0].map((share) => place.left + share * (place.right - place.left - wide))
      .find((left) => labels.take([left, y - 7, left + wide, y + 7]));
    if (free !== undefined) write(pen, xlabel, free, y, { colour: look.palette.muted, font: pen.font });
  }
}

/**
 * The mean's value, name and term.
 * @param {import("./records.d.ts").Mosaic} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @returns {Mean}
 */
function meanOf({ mean, widths, heights }, frame) {
  const value = number(frame, mean.value);
  if (value !== Infinity) return { ...mean, value };
  // what never happens counts nothing, however high it is
  const high = numbers(frame, heights);
  let sum = 0;
  numbers(frame, widths).forEach((wide, k) => {
    if (wide > 0) sum += wide * high[k];
  });
  return { ...mean, value: sum };
}

/**
 * @param {import("./records.d.ts").Mosaic} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @param {{ x: import("../drawing/axes.js").Scale, y: import("../drawing/axes.js").Scale }} place
 */
function partsOf({ widths, heights, names, terms }, frame, place) {
  const [wide, high] = [numbers(frame, widths), numbers(frame, heights)];
  let at = 0;
  const all = Array.from(wide, (width, index) => {
    const left = place.x(at);
    at += width;
    return {
      index,
      width,
      left,
      right: place.x(at),
      height: high[index],
      top: place.y.held(high[index]),
      name: names[index],
      term: terms[index],
    };
  });
  // an outcome that never happens has no block
  return all.filter(({ width }) => width > 0);
}
