// Columns of one or several series, side by side or stacked; their ends can be dragged.

import { drawRows, line, scale, sideWidth, tickValues } from "../drawing/axes.js";
import { drawBar, outline } from "../drawing/bar.js";
import { CanvasPicture, slide } from "../drawing/canvas.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { endTexts, writeEnds } from "../drawing/ends.js";
import { format } from "../drawing/format.js";
import { drawPill } from "../drawing/handle.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { drawNames, drawTarget, namesOf } from "../drawing/names.js";
import { number, numbers } from "../drawing/read.js";

const EDGE = 8;
// a finger takes a bar by its end, a mouse anywhere in its column
const FINGER = 34;

/**
 * @typedef {import("../drawing/axes.js").Scale} Scale
 * @typedef {import("../drawing/legend.js").Item} Item
 * @typedef {{ series: number, value: number, from: number, to: number, colour: string, outline: boolean,
 *   term: string | null, name: string, drag: string | null, x: number, y: number, start: number, ink: string }} Bar
 * @typedef {{ index: number, bars: Bar[], ends: [number, number] }} Column
 *
 * The room of the plot, and where the bars of every column stand.
 * @typedef {import("../drawing/axes.js").Room & { slot: number, ticks: number[], low: number, high: number,
 *   legend: import("../drawing/legend.js").Legend, names: ReturnType<typeof namesOf>,
 *   bars: ReturnType<typeof spread>, ends: ReturnType<typeof endTexts>, beyond: number, foot: number, y: Scale,
 *   zero: number }} Place
 */

/** @extends {CanvasPicture<import("./records.d.ts").Bars>} */
export class Bars extends CanvasPicture {
  // from the first picture on
  /** @type {Place} */
  place;
  /** @type {Column[]} */
  columns = [];
  // which of the bars that can be dragged the arrow keys move
  chosen = 0;

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const emphasis = new Emphasis(look.lit, termsOf(spec));
    const columns = columnsOf(spec, frame);
    const place = this.#place(pen, frame, look, columns);
    this.columns = columns;
    this.place = place;
    drawLegend(pen, place.legend, 2, look, emphasis, this.marks);
    drawTarget(pen, place, number(frame, spec.target), look);
    drawRows(pen, place, place.y, place.ticks, look);
    for (const column of columns) this.#column(pen, column, place, look, emphasis);
    line(pen, place.left, place.zero, place.right, place.zero, look.palette.muted, 1.5);
    writeEnds(pen, columns, place, look, emphasis);
    this.#pills(pen, columns, place, look, emphasis);
    drawNames(pen, spec, place, number(frame, spec.target), look);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Column[]} columns
   * @returns {Place}
   */
  #place(pen, frame, look, columns) {
    const { spec, surface: { width, height } } = this;
    const { palette } = look;
    const [low, high] = [number(frame, spec.low), number(frame, spec.high)];
    const ticks = tickValues(low, high, height - 80, 32);
    const left = EDGE + sideWidth(pen, ticks, look);
    const right = width - EDGE;
    const legend = arrange(pen, headerOf(spec, frame, palette), EDGE, right, look);
    const slot = (right - left) / columns.length;
    const names = namesOf(pen, spec, slot - 4, look);
    const bars = spread(spec, slot);
    const ends = endTexts(pen, columns, { bars, slot }, spec, look);
    const beyond = spec.drag ? 10 : 4;
    const top = 2 + legend.height + ends.above + beyond;
    const foot = (low < 0 ? ends.below + beyond : 4) + 2;
    const bottom = height - 4 - names.height - foot;
    const y = scale(low, high, bottom, top);
    const plot = { left, right, top, bottom, slot, ticks, low, high, y, zero: y.held(0) };
    return { ...plot, legend, names, bars, ends, beyond, foot };
  }

  #column(pen, column, place, look, emphasis) {
    const { palette } = look;
    for (const bar of column.bars) {
      const middle = place.left + (column.index + 0.5) * place.slot + place.bars.at[bar.series];
      const half = place.bars.wide / 2;
      const [from, to] = [place.y.held(bar.from), place.y.held(bar.to)];
      Object.assign(bar, { x: middle, y: to, start: from });
      pen.globalAlpha = emphasis.alpha(bar.term);
      if (!Number.isNaN(bar.to)) drawBar(pen, bar, half, from, to, place, palette);
      if (emphasis.on(bar.term)) {
        outline(pen, middle - half, Math.min(from, to), 2 * half, Math.abs(to - from), palette.ink);
      }
      pen.globalAlpha = 1;
      if (!bar.term) continue;
      const room = place.bars.wide + place.bars.gap;
      /** @type {import("../drawing/canvas.js").Box} */
      const box = [middle - room / 2, Math.min(from, to) - 24, middle + room / 2, Math.max(from, to, place.zero) + 8];
      this.marks.push({ term: bar.term, box });
    }
  }

  #pills(pen, columns, place, look, emphasis) {
    for (const { bars } of columns) {
      for (const bar of bars) {
        if (!bar.drag) continue;
        const wide = Math.min(Math.max(0.62 * place.bars.wide, 16), 36);
        pen.globalAlpha = emphasis.alpha(bar.term);
        drawPill(pen, bar.x, bar.y, wide, bar.ink, look.palette);
        pen.globalAlpha = 1;
      }
    }
  }

  /**
   * The bar of the column under (x, y) that can be dragged.
   * @type {import("../drawing/canvas.js").Hands["grip"]}
   */
  grip(x, y, touch) {
    const { place, columns } = this;
    if (!place || y < place.top - 26 || y > place.bottom + place.foot) return null;
    const column = columns[Math.floor((x - place.left) / place.slot)];
    /** @type {(one: Bar, other: Bar) => Bar} */
    const near = (one, other) => (Math.abs(one.x - x) <= Math.abs(other.x - x) ? one : other);
    const bars = column?.bars.filter((bar) => bar.drag) ?? [];
    if (!bars.length) return null;
    const bar = bars.reduce(near);
    const names = bar.drag ? [bar.drag] : [];
    const close = Math.abs(y - bar.y) <= FINGER;
    if (touch && !close) return null;
    // taken by its end the bar does not jump; pressed elsewhere it comes to the pointer
    const shift = close ? bar.y - y : 0;
    /** @type {(x: number, y: number) => number[]} */
    const at = (_, now) => [place.y.back(now + shift)];
    return slide(this.hooks, names, at, { cursor: "ns-resize", term: bar.term });
  }

  /** @override @type {CanvasPicture["keys"]} */
  keys() {
    return this.spec.drag ? ["keys_bars"] : [];
  }

  /**
   * Left and right choose a bar, which is lit; up and down move its end.
   * @type {import("../drawing/canvas.js").Hands["push"]}
   */
  push(dx, dy) {
    const bars = this.columns.flatMap((column) => column.bars.filter((bar) => bar.drag));
    if (!bars.length) return false;
    this.chosen = Math.min(Math.max(this.chosen + dx, 0), bars.length - 1);
    const { term, drag } = bars[this.chosen];
    this.light(term);
    if (dy && drag) this.hooks.nudge([drag], [-dy]);
    return true;
  }
}

/** @param {import("./records.d.ts").Bars} spec */
function termsOf({ series, total }) {
  return [...series.flatMap((one) => one.terms ?? []), ...(total?.term ? [total.term] : [])];
}

/**
 * Every column's bars: from where to where, colour, term and the slider that moves it; where they are seen comes later.
 * @param {import("./records.d.ts").Bars} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @returns {Column[]}
 */
function columnsOf(spec, frame) {
  const values = spec.series.map((one) => numbers(frame, one.value));
  const count = Math.max(spec.names.length, ...values.map((list) => list.length));
  return Array.from({ length: count }, (_, index) => {
    /** @type {[number, number]} */
    const ends = [0, 0];
    const bars = spec.series.map((one, series) => {
      const value = values[series][index] ?? NaN;
      const side = value < 0 ? 1 : 0;
      const from = spec.stacked ? ends[side] : 0;
      if (spec.stacked && !Number.isNaN(value)) ends[side] += value;
      return {
        series,
        value,
        from,
        to: spec.stacked ? from + value : value,
        colour: colourIn(one.colour, index),
        outline: Boolean(one.outline),
        term: one.terms?.[index] ?? null,
        name: one.name,
        drag: series === 0 ? spec.drag?.[index] ?? null : null,
        x: NaN,
        y: NaN,
        start: NaN,
        ink: "",
      };
    });
    return { index, bars, ends };
  });
}

function colourIn(name, index) {
  return name === "class" ? `class:${index}` : name;
}

/**
 * @param {import("./records.d.ts").Bars} spec
 * @param {import("../drawing/canvas.js").Frame} frame
 * @param {import("../drawing/theme.js").Palette} palette
 */
function headerOf({ ylabel, series, stacked, total, format: kind }, frame, palette) {
  const many = series.length > 1;
  /** @type {Item[]} */
  const items = [{ text: ylabel, axis: true }];
  if (many) {
    for (const { name, colour, outline } of series) {
      const own = colour === "class" ? palette.muted : colourOf(colour, palette);
      const ink = colour === "class" ? palette.ink : inkOf(colour, palette);
      items.push({ text: name, colour: own, ink, sign: outline && !stacked ? "outline" : "box" });
    }
  }
  if (total) {
    const text = total.text.replace("{value}", format(kind, number(frame, total.value)));
    items.push({ text, right: true, ink: palette.ink, term: total.term });
  }
  return items;
}

/**
 * Where the bars of a column stand around its middle.
 * @param {import("./records.d.ts").Bars} spec
 * @param {number} slot
 */
function spread({ stacked, series }, slot) {
  const many = stacked ? 1 : series.length;
  const gap = many > 1 ? 3 : 0;
  const group = Math.min(0.74 * slot, 84 * many);
  const wide = Math.max((group - gap * (many - 1)) / many, 3);
  const at = series.map((_, k) => (stacked ? 0 : (k - (many - 1) / 2) * (wide + gap)));
  return { wide, gap, at, many };
}
