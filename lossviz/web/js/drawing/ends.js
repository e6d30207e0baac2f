// The values at the ends of bars: beside each other where there is room, above each other elsewhere.

import { font, valueFont } from "./axes.js";
import { colourOf, inkOf, inkOn, rgb } from "./colours.js";
import { format } from "./format.js";
import { widthOf, write } from "./subscript.js";

const LINE = 1.22;
const INSIDE = 20;

/** The texts of all columns, in which font they stand, and what room they need above and below. */
export function endTexts(pen, columns, place, spec, look) {
  const texts = columns.map((column) =>
    valuesOf(column, spec).map((one) => ({ ...one, text: format(spec.format, one.value) }))
  );
  const { bars, slot } = place;
  const own = bars.many > 1 ? bars.wide + bars.gap : slot;
  const narrow = widest(pen, texts, look, "axis") > own - 2;
  const size = widest(pen, texts, look, "size") <= (narrow ? slot : own) - 2 ? "size" : "axis";
  // one below the other, where they cannot stand side by side
  const piled = bars.many > 1 && narrow;
  const room = (piled ? slot : own) - 2;
  pen.font = font(look, size, 600);
  const tight = texts.flat().some(({ text }) => widthOf(pen, text) > room);
  for (const one of texts.flat()) {
    if (tight) one.text = shorter(one.text, one.value);
    one.lines = widthOf(pen, one.text) > room ? broken(one.text) : [one.text];
  }
  dropOutlines(pen, texts, room);
  const deep = (up) =>
    Math.max(
      0,
      ...texts.map((list) => {
        const ends = list.filter((one) => (piled ? true : one.up === up));
        if (piled) {
          return up === list.some((one) => one.up) ? ends.reduce((sum, one) => sum + one.lines.length, 0) : 0;
        }
        return Math.max(0, ...ends.map((one) => one.lines.length));
      }),
    );
  const high = LINE * look.type[size];
  // bars at rest need a line above even when none stands there now: nothing jumps at a change of sign
  const least = piled ? bars.many : 1;
  const rowsFor = (up) => Math.max(deep(up), least) * high;
  return { texts, size, piled, high, above: rowsFor(true), below: rowsFor(false) };
}

/** What is written at the ends of a column: every bar's value, or the two sums of a stack. */
function valuesOf({ bars, ends }, { stacked }) {
  if (!stacked) return bars.map((bar) => ({ value: bar.value, up: !(bar.value < 0), bar }));
  const parts = bars.filter((bar) => bar.value !== 0);
  const sums = [[ends[0], true], [ends[1], false]].filter(([sum]) => sum !== 0);
  const shown = sums.length ? sums : [[0, true]];
  const only = parts.length === 1 ? parts[0] : null;
  return shown.map(([value, up]) => ({ value, up, bar: only }));
}

function widest(pen, texts, look, size) {
  pen.font = font(look, size, 600);
  return Math.max(0, ...texts.flat().map(({ text }) => widthOf(pen, broken(text)[0])));
}

/** Where values still meet those of the next column, the series drawn in outline goes without. */
function dropOutlines(pen, texts, room) {
  const wide = ({ lines }) => lines.some((part) => widthOf(pen, part) > room);
  if (!texts.flat().some(wide)) return;
  for (const list of texts) {
    if (list.some(({ bar }) => bar && !bar.outline)) {
      list.splice(
        0,
        list.length,
        ...list.filter(({ bar }) => !bar?.outline),
      );
    }
  }
}

/** Two decimals where more have no room, but never 0 for what is not. */
function shorter(text, value) {
  const two = format("score", value);
  if (text === "<0.001") return "≈0";
  return two === "0" || /[×≈>]/.test(text) ? text : two;
}

/** "9.36×10⁻¹⁴" in two lines. */
function broken(text) {
  const at = text.indexOf("×");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at)];
}

/** Write the values above or below the bars' ends, and within the parts of a stack. */
export function writeEnds(pen, columns, place, look, emphasis) {
  const taken = [];
  columns.forEach((column, index) => {
    const texts = place.ends.texts[index];
    if (place.bars.many === 1 && column.bars.length > 1) writeParts(pen, column, place, look, emphasis);
    if (place.ends.piled) pile(pen, column, texts, place, look, emphasis, taken);
    else for (const one of texts) writeEnd(pen, one, column, place, look, emphasis, taken);
  });
}

/**
 * @param {{ colour: string } | null} bar
 * @param {import("./canvas.js").Look} look
 * @param {"size" | "axis"} size
 * @returns {import("./surface.js").Style}
 */
function styleOf(bar, look, size) {
  const { palette } = look;
  const colour = bar ? inkOf(bar.colour, palette) : palette.ink;
  return { colour, rim: palette.panel, font: font(look, size, 600), align: "center" };
}

function writeEnd(pen, { text, lines, up, value, bar }, column, place, look, emphasis, taken) {
  const { high, size } = place.ends;
  const end = Number.isNaN(value) ? place.zero : place.y.held(value);
  const way = up ? -1 : 1;
  pen.font = font(look, size, 600);
  const half = Math.max(...lines.map((part) => widthOf(pen, part))) / 2;
  const x = Math.min(bar?.x ?? column.bars[0].x, place.right + 6 - half);
  let y = end + way * (place.beyond + 0.5 * high);
  // a text that meets its neighbour's goes one line further
  const near = (box, at) => Math.abs(box.x - x) < box.half + half + 3 && Math.abs(box.y - at) < 0.95 * high;
  const meets = (at) => taken.some((box) => near(box, at));
  if (meets(y) && !meets(y + way * high)) y += way * high;
  if (meets(y) && bar?.outline) return;
  taken.push({ x, y, half });
  pen.globalAlpha = emphasis.text(bar?.term);
  const order = up ? [...lines].reverse() : lines;
  const style = { ...styleOf(bar, look, size), font: valueFont(look, text, size) };
  order.forEach((part, row) => write(pen, part, x, y + way * row * high, style));
  pen.globalAlpha = 1;
}

/** All values of a column above its highest bar, in the order of the series. */
function pile(pen, column, texts, place, look, emphasis, taken) {
  const { high, size } = place.ends;
  const up = texts.some((one) => one.up);
  const ends = texts.map(({ value }) => (Number.isNaN(value) ? place.zero : place.y.held(value)));
  const end = up ? Math.min(...ends, place.zero) : Math.max(...ends, place.zero);
  const lines = texts.flatMap(({ lines: list, bar }) => list.map((text) => ({ text, bar })));
  const x = place.left + (column.index + 0.5) * place.slot;
  const shown = free(
    pen,
    lines,
    (count, row) => {
      const away = place.beyond + (up ? count - row - 0.5 : row + 0.5) * high;
      return up ? end - away : end + away;
    },
    x,
    font(look, size, 600),
    high,
    taken,
  );
  shown.forEach(({ text, bar, y }) => {
    pen.globalAlpha = emphasis.text(bar.term);
    const style = styleOf(bar, look, size);
    if (bar.outline) style.font = font(look, size, 400);
    write(pen, text, x, y, style);
  });
  pen.globalAlpha = 1;
}

/** The lines of a pile with their heights; without those of outlined bars where it would meet its neighbour's. */
function free(pen, lines, at, x, face, high, taken) {
  pen.font = face;
  const placed = (list) =>
    list.map((one, row) => ({ ...one, x, y: at(list.length, row), half: widthOf(pen, one.text) / 2 }));
  const meets = (one) =>
    taken.some((box) => Math.abs(box.x - x) < box.half + one.half + 2 && Math.abs(box.y - one.y) < 0.9 * high);
  let list = placed(lines);
  if (list.some(meets)) list = placed(lines.filter(({ bar }) => !bar.outline));
  taken.push(...list);
  return list;
}

/** The parts of a stack carry their own values where they are high enough. */
function writeParts(pen, { bars }, place, look, emphasis) {
  const parts = bars.filter((bar) => bar.value !== 0 && !Number.isNaN(bar.value));
  if (parts.length < 2) return;
  for (const bar of parts) {
    const [from, to] = [place.y.held(bar.from), place.y.held(bar.to)];
    if (Math.abs(to - from) < INSIDE) continue;
    const text = format("share", bar.value);
    pen.font = font(look, "axis", 600);
    if (widthOf(pen, text) > place.bars.wide - 4) continue;
    pen.globalAlpha = emphasis.text(bar.term);
    const colour = rgb(colourOf(bar.colour, look.palette));
    write(pen, text, bar.x, (from + to) / 2, { colour: inkOn(colour), font: pen.font, align: "center" });
    pen.globalAlpha = 1;
  }
}
