// Scales, ticks and frames that the pictures share.

import { widthOf, write } from "./subscript.js";
import { ticks, tickText } from "./surface.js";

const GAP = 6;
const BEYOND = 11;

/** From values to pixels, with `held` (kept within the range) and `back` (from pixels to values). */
export function scale(low, high, from, to) {
  const rate = (to - from) / (high - low || 1);
  const at = (value) => from + (value - low) * rate;
  at.held = (value) => at(Math.min(Math.max(value, low), high));
  at.back = (pixel) => Math.min(Math.max(low + (pixel - from) / rate, low), high);
  return Object.assign(at, { low, high, from, to });
}

/** A font of the look: "size" for names and values, "axis" for ticks. */
export function font(look, size = "size", weight = 400) {
  return `${weight} ${look.type[size]}px ${look.type.family}`;
}

/** The font of a value: the sign for infinity is small in most fonts. */
export function valueFont(look, text, size = "size") {
  return text.includes("∞") ? `700 ${1.4 * look.type.size}px ${look.type.family}` : font(look, size, 600);
}

/** Ticks of the range [low, high] that have `room` pixels, each of them at least `each` wide. */
export function tickValues(low, high, room, each) {
  if (!(high > low) || !Number.isFinite(high - low)) return [];
  return ticks(low, high, Math.max(Math.floor(room / each), 1));
}

/** Ticks of the axis from low to high, and how they are written: of an axis with a base, its powers. */
export function tickMarks({ base }, low, high, room, each) {
  if (!base) return Object.assign(tickValues(low, high, room, each), { text: tickText });
  const most = Math.max(Math.floor(room / each), 1);
  const step = Math.max(Math.ceil((high - low) / most), 1);
  const values = [];
  for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step) values.push(at);
  return Object.assign(values, { text: (exponent) => powerText(base ** exponent) });
}

/** 0.5, 64, 1k, 10k, 1M. */
function powerText(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/** Width of the column of numbers beside a vertical axis. */
export function sideWidth(pen, values, look) {
  pen.font = font(look, "axis");
  const { text = tickText } = values;
  return values.reduce((most, value) => Math.max(most, widthOf(pen, text(value))), 0) + GAP;
}

/** Horizontal grid lines with their values on the left of `plot`. */
export function drawRows(pen, plot, y, values, look) {
  const { palette } = look;
  const { text = tickText } = values;
  for (const value of values) {
    const at = crisp(y(value));
    line(pen, plot.left, at, plot.right, at, palette.grid, 1);
    write(pen, text(value), plot.left - GAP, at, { colour: palette.muted, font: font(look, "axis"), align: "right" });
  }
}

/** Vertical grid lines with their values `gap` pixels under `plot`, the last one not far beyond it. */
export function drawColumns(pen, plot, x, values, look, gap = 0) {
  const { palette } = look;
  const { text = tickText } = values;
  pen.font = font(look, "axis");
  for (const value of values) {
    const at = crisp(x(value));
    line(pen, at, plot.top, at, plot.bottom, palette.grid, 1);
    const written = text(value);
    const most = plot.right + BEYOND - widthOf(pen, written) / 2;
    write(pen, written, Math.min(at, most), plot.bottom + gap + 0.95 * look.type.axis, {
      colour: palette.muted,
      font: font(look, "axis"),
      align: "center",
    });
  }
}

/** A square as large as it fits into the given room, in the middle of it. */
export function square(left, top, right, bottom) {
  const side = Math.max(Math.floor(Math.min(right - left, bottom - top)), 1);
  const [x, y] = [Math.round((left + right - side) / 2), Math.round((top + bottom - side) / 2)];
  return { left: x, top: y, right: x + side, bottom: y + side, side };
}

export function line(pen, x0, y0, x1, y1, colour, width) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/** In the middle of a pixel, where a line of width 1 is not smeared over two. */
function crisp(at) {
  return Math.round(at - 0.5) + 0.5;
}

/** `true` is the usual dash, a list is a dash of its own. */
export function dashOf(dash) {
  if (Array.isArray(dash)) return dash;
  return dash ? [7, 5] : [];
}

/** The text in at most `lines` lines of at most `room` pixels; what is too long ends with "…". */
export function wrap(pen, text, room, lines) {
  const words = String(text).split(" ");
  const found = [words.shift()];
  for (const word of words) {
    const longer = `${found.at(-1)} ${word}`;
    if (found.length === lines || widthOf(pen, longer) <= room) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.map((part) => shorten(pen, part, room));
}

function shorten(pen, text, room) {
  if (widthOf(pen, text) <= room) return text;
  let kept = text;
  while (kept.length > 1 && widthOf(pen, `${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.replace(/_$/, "")}…`;
}
