// Scales, ticks and frames that the pictures share.

import { widthOf, write } from "./subscript.js";
import { ticks, tickText } from "./surface.js";

const GAP = 6;
const BEYOND = 11;

/**
 * @typedef {import("./canvas.js").Look} Look
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Room
 * @typedef {((value: number) => number) & { held: (value: number) => number, back: (pixel: number) => number,
 *   low: number, high: number, from: number, to: number }} Scale
 * @typedef {boolean | number[] | null | undefined} Dash
 *
 * What a record says of an axis.
 * @typedef {{ base?: number, unit?: "°" | "%", steps?: number[], ends?: boolean }} Axis
 *
 * Where the lines of an axis are, and how they are written.
 * @typedef {number[] & { text?: (value: number) => string }} Ticks
 */

/**
 * From values to pixels, with `held` (kept within the range) and `back` (from pixels to values).
 * @param {number} low
 * @param {number} high
 * @param {number} from
 * @param {number} to
 * @returns {Scale}
 */
export function scale(low, high, from, to) {
  const rate = (to - from) / (high - low || 1);
  /** @type {(value: number) => number} */
  const at = (value) => from + (value - low) * rate;
  return Object.assign(at, {
    held: (/** @type {number} */ value) => at(Math.min(Math.max(value, low), high)),
    back: (/** @type {number} */ pixel) => Math.min(Math.max(low + (pixel - from) / rate, low), high),
    low,
    high,
    from,
    to,
  });
}

/**
 * A font of the look: "size" for names and values, "axis" for ticks.
 * @param {Look} look
 * @param {"size" | "axis"} size
 */
export function font(look, size = "size", weight = 400) {
  return `${weight} ${look.type[size]}px ${look.type.family}`;
}

/**
 * The font of a value: the sign for infinity is small in most fonts.
 * @param {Look} look
 * @param {string} text
 * @param {"size" | "axis"} size
 */
export function valueFont(look, text, size = "size") {
  return text.includes("∞") ? `700 ${1.4 * look.type.size}px ${look.type.family}` : font(look, size, 600);
}

/**
 * Ticks of the range [low, high] that have `room` pixels, each of them at least `each` wide.
 * @param {number} low
 * @param {number} high
 * @param {number} room
 * @param {number} each
 */
export function tickValues(low, high, room, each) {
  if (!(high > low) || !Number.isFinite(high - low)) return [];
  return ticks(low, high, Math.max(room / each, 1));
}

/**
 * How a value of the axis is written.
 * @param {Axis} axis
 * @returns {(value: number) => string}
 */
function writer({ base, unit }) {
  if (base) return (exponent) => powerText(base ** exponent);
  if (unit === "%") return (value) => `${tickText(100 * value)} %`;
  return unit ? (value) => `${tickText(value)}${unit}` : tickText;
}

/**
 * Ticks of the axis from low to high, and how they are written: of an axis with a base, its powers.
 * @param {Axis} axis
 * @param {number} low
 * @param {number} high
 * @param {number} room
 * @param {number} each
 * @returns {Ticks}
 */
export function tickMarks(axis, low, high, room, each) {
  return Object.assign(valuesOf(axis, low, high, room, each), { text: writer(axis) });
}

/**
 * @param {Axis} axis
 * @param {number} low
 * @param {number} high
 * @param {number} room
 * @param {number} each
 */
function valuesOf({ base, steps, ends }, low, high, room, each) {
  if (ends) return high > low ? [low, high] : [low];
  if (!base && !steps) return tickValues(low, high, room, each);
  const least = (high - low) / Math.max(room / each, 1);
  const step = steps ? steps.find((one) => one >= least) ?? high - low : Math.max(Math.ceil(least), 1);
  /** @type {number[]} */
  const values = [];
  for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step) values.push(at);
  return values;
}

/**
 * 0.5, 64, 1k, 10k, 1M.
 * @param {number} value
 */
function powerText(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/**
 * Width of the column of numbers beside a vertical axis.
 * @param {CanvasRenderingContext2D} pen
 * @param {Ticks} values
 * @param {Look} look
 */
export function sideWidth(pen, values, look) {
  pen.font = font(look, "axis");
  const { text = tickText } = values;
  return values.reduce((most, value) => Math.max(most, widthOf(pen, text(value))), 0) + GAP;
}

/**
 * Horizontal grid lines with their values on the left of `plot`.
 * @param {CanvasRenderingContext2D} pen
 * @param {Room} plot
 * @param {Scale} y
 * @param {Ticks} values
 * @param {Look} look
 */
export function drawRows(pen, plot, y, values, look) {
  const { palette } = look;
  const { text = tickText } = values;
  for (const value of values) {
    const at = crisp(y(value));
    line(pen, plot.left, at, plot.right, at, palette.grid, 1);
    write(pen, text(value), plot.left - GAP, at, { colour: palette.muted, font: font(look, "axis"), align: "right" });
  }
}

/**
 * The values of a second axis, on the right of `plot`.
 * @param {CanvasRenderingContext2D} pen
 * @param {Room} plot
 * @param {Scale} y
 * @param {Ticks} values
 * @param {Look} look
 */
export function drawRightNumbers(pen, plot, y, values, look) {
  const { text = tickText } = values;
  for (const value of values) {
    write(pen, text(value), plot.right + GAP, crisp(y(value)), {
      colour: look.palette.muted,
      font: font(look, "axis"),
    });
  }
}

/**
 * Vertical grid lines with their values `gap` pixels under `plot`, the last one not far beyond it.
 * @param {CanvasRenderingContext2D} pen
 * @param {Room} plot
 * @param {Scale} x
 * @param {Ticks} values
 * @param {Look} look
 */
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

/**
 * A square as large as it fits into the given room, in the middle of it.
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
export function square(left, top, right, bottom) {
  const side = Math.max(Math.floor(Math.min(right - left, bottom - top)), 1);
  const [x, y] = [Math.round((left + right - side) / 2), Math.round((top + bottom - side) / 2)];
  return { left: x, top: y, right: x + side, bottom: y + side, side };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {string} colour
 * @param {number} width
 */
export function line(pen, x0, y0, x1, y1, colour, width) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/**
 * In the middle of a pixel, where a line of width 1 is not smeared over two.
 * @param {number} at
 */
function crisp(at) {
  return Math.round(at - 0.5) + 0.5;
}

/**
 * `true` is the usual dash, a list is a dash of its own.
 * @param {Dash} dash
 */
export function dashOf(dash) {
  if (Array.isArray(dash)) return dash;
  return dash ? [7, 5] : [];
}

/**
 * The text in at most `lines` lines of at most `room` pixels; what is too long ends with "…".
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} room
 * @param {number} lines
 */
export function wrap(pen, text, room, lines) {
  const [first, ...words] = String(text).split(" ");
  const found = [first];
  for (const word of words) {
    const longer = `${found.at(-1)} ${word}`;
    if (found.length === lines || widthOf(pen, longer) <= room) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.map((part) => shorten(pen, part, room));
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} room
 */
function shorten(pen, text, room) {
  if (widthOf(pen, text) <= room) return text;
  let kept = text;
  while (kept.length > 1 && widthOf(pen, `${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.replace(/_$/, "")}…`;
}
