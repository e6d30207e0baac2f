// Numbers with their names on a sheet, as the page shows them in a row or a list.

import { font } from "../drawing/axes.js";
import { Emphasis } from "../drawing/emphasis.js";
import { widthOf, write } from "../drawing/subscript.js";
import { broken } from "./lines.js";

// a cell is at least so many letters wide
const LETTERS = 11;
const LARGE = 1.9;
// few numbers are written larger, but not more than so
const MOST = 2.2;
// a list of more has a second column
const LONG_LIST = 9;

/**
 * @param {any} pen
 * @param {{ name: string, value: string, note: string, term?: string | null }[]} cells
 * @param {{ width: number, height: number }} size
 * @param {import("../drawing/canvas.js").Look} look
 * @param {boolean} listed one under the other
 */
export function paintCells(pen, cells, { width, height }, look, listed) {
  if (!cells.length) return;
  const most = listed ? (cells.length > LONG_LIST ? 2 : 1) : Math.floor(width / (LETTERS * look.type.size)) || 1;
  const rows = Math.ceil(cells.length / Math.min(most, cells.length));
  // as many in every row as can be
  const columns = Math.ceil(cells.length / rows);
  const each = listed ? width / (columns * 24 * look.type.size) : width / (columns * 1.2 * LETTERS * look.type.size);
  const larger = Math.min(Math.max(Math.min(each, height / (rows * 6 * look.type.size)), 1), MOST);
  const type = { ...look.type, size: larger * look.type.size, axis: larger * look.type.axis };
  paintEach(pen, cells, { width, height, columns, rows }, { ...look, type }, listed);
}

function paintEach(pen, cells, { width, height, columns, rows }, look, listed) {
  const { palette, type } = look;
  const wide = Math.min(width / columns, listed ? 40 * type.size : 22 * type.size);
  const high = Math.min(height / rows, listed ? 2.4 * type.size : 6 * type.size);
  const [left, top] = [(width - columns * wide) / 2, (height - rows * high) / 2];
  const emphasis = new Emphasis(look.lit, cells.map(({ term }) => term));
  cells.forEach(({ name, value, note, term }, k) => {
    const at = listed ? [Math.floor(k / rows), k % rows] : [k % columns, Math.floor(k / columns)];
    const [x, y] = [left + at[0] * wide, top + at[1] * high];
    pen.globalAlpha = emphasis.text(term);
    const muted = { colour: palette.muted, font: font(look) };
    if (listed) {
      write(pen, name, x + 0.5 * type.size, y + 0.5 * high, muted);
      const strong = { colour: palette.ink, font: font(look, "size", 600), align: /** @type {const} */ ("right") };
      write(pen, value, x + wide - type.size, y + 0.5 * high, strong);
      return;
    }
    const middle = x + wide / 2;
    const centred = { ...muted, align: /** @type {const} */ ("center") };
    write(pen, name, middle, y + 0.9 * type.size, centred);
    const face = fitting(pen, value, wide - type.size, look);
    write(pen, value, middle, y + 2.6 * type.size, { ...centred, colour: palette.ink, font: face });
    pen.font = font(look, "axis");
    broken(note, wide - type.axis, (text) => widthOf(pen, text)).slice(0, 2).forEach((text, row) => {
      write(pen, text, middle, y + 4.2 * type.size + row * 1.2 * type.axis, { ...centred, font: font(look, "axis") });
    });
  });
  pen.globalAlpha = 1;
}

/** The largest font in which the value is no wider than its cell. */
function fitting(pen, value, room, { type }) {
  const face = (size) => `600 ${size}px ${type.family}`;
  pen.font = face(LARGE * type.size);
  const wide = widthOf(pen, value);
  return face(LARGE * type.size * Math.min(1, room / Math.max(wide, 1)));
}
