// A matrix as a heat map, the vector it is multiplied with, and what comes out.

import { font, wrap } from "../drawing/axes.js";
import { CanvasPicture } from "../drawing/canvas.js";
import { drawBracket, drawCell, textsFor } from "../drawing/cells.js";
import { lights } from "../drawing/light.js";
import { number, numbers } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";

// brackets stand a little outside of their cells
const EDGE = 12;
// the highest a cell gets, and the room of "×" and "="
const LARGEST = 84;
const SIGN = 30;
// the numbers of a vector may be longer than those of the matrix
const VECTOR = 1.2;

/** @extends {CanvasPicture<import("./records.d.ts").Matrix>} */
export class Matrix extends CanvasPicture {
  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const values = numbers(frame, spec.value);
    const size = Math.round(Math.sqrt(values.length));
    if (!size) return;
    const place = this.#place(pen, size, look);
    const lit = litOf(spec, size, look.lit);
    const shown = { place, size, look, lit, reach: number(frame, spec.reach) };
    this.#names(pen, shown);
    this.#cells(pen, values, shown);
    this.#vector(pen, spec.times.name, "×", numbers(frame, spec.times.value), place.times, lit.times, shown);
    this.#vector(pen, spec.gives.name, "=", numbers(frame, spec.gives.value), place.gives, lit.gives, shown);
  }

  /** Cells as large as they fit: those of the matrix, one column a vector, and signs between. */
  #place(pen, size, look) {
    const { spec: { rows }, surface: { width, height } } = this;
    pen.font = font(look, "size", 600);
    const names = Math.max(0, ...rows.map((name) => widthOf(pen, name)));
    const side = names ? Math.min(names, 0.2 * width) + 10 : 0;
    const above = 1.7 * look.type.size;
    const room = width - 2 * EDGE - side - 2 * SIGN;
    const cells = size + VECTOR * 2;
    const wide = Math.max(Math.min(room / cells, 1.5 * LARGEST), 4);
    const high = Math.max(Math.min((height - above - EDGE) / size, LARGEST, wide), 4);
    const x = EDGE + side + Math.max(room - cells * wide, 0) / 2;
    const y = above + Math.max((height - above - EDGE - size * high) / 2, 0);
    const first = x + size * wide + SIGN;
    return { x, y, wide, high, side, times: first, gives: first + VECTOR * wide + SIGN };
  }

  #names(pen, { place, size, look, lit }) {
    const { rows, columns } = this.spec;
    const { x, y, wide, high, side } = place;
    const above = y - 0.85 * look.type.size;
    for (let k = 0; k < size; k += 1) {
      const [across, down] = [x + (k + 0.5) * wide, y + (k + 0.5) * high];
      if (rows[k]) this.#name(pen, rows[k], x - 9, down, "right", side - 9, lit.row(k), look);
      if (columns[k]) this.#name(pen, columns[k], across, above, "center", wide, lit.column(k), look);
      this.marks.push({ term: `row${k + 1}`, box: [x - side, down - high / 2, x - 6, down + high / 2] });
      this.marks.push({ term: `col${k + 1}`, box: [across - wide / 2, above - 14, across + wide / 2, y - 4] });
    }
  }

  #name(pen, text, x, y, align, room, { alpha }, look) {
    pen.font = font(look, "size", 600);
    pen.globalAlpha = alpha;
    write(pen, wrap(pen, text, room, 1)[0], x, y, { colour: look.palette.ink, font: pen.font, align });
    pen.globalAlpha = 1;
  }

  /** How the entries of one bracket are written: alike, so that they can be compared. */
  #texts(pen, values, room, look) {
    return textsFor(pen, [...values], room, "share", look);
  }

  #cells(pen, values, shown) {
    const { place, size, look, lit, reach } = shown;
    const { terms } = this.spec;
    const texts = this.#texts(pen, values, place.wide, look);
    const { x, y, wide, high } = place;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const value = values[row * size + column];
        const box = [x + column * wide, y + row * high, wide, high];
        drawCell(pen, box, value / reach, texts(value), lit.cell(row, column), look);
        this.#mark(`${terms}${row + 1}${column + 1}`, box);
      }
    }
    drawBracket(pen, x, y, size * wide, size * high, look);
  }

  #vector(pen, name, sign, values, x, litAt, shown) {
    const { place, size, look, reach } = shown;
    const { y, high } = place;
    const wide = VECTOR * place.wide;
    const texts = this.#texts(pen, values, wide, look);
    const { palette, type } = look;
    write(pen, sign, x - SIGN / 2, y + (size * high) / 2, {
      colour: palette.ink,
      font: `600 ${1.4 * type.size}px ${type.family}`,
      align: "center",
    });
    this.#name(pen, name, x + wide / 2, y - 0.85 * type.size, "center", wide + SIGN - 8, { alpha: 1 }, look);
    values.forEach((value, row) => {
      const box = [x, y + row * high, wide, high];
      drawCell(pen, box, value / reach, texts(value), litAt(row), look);
    });
    drawBracket(pen, x, y, wide, size * high, look);
  }

  /**
   * @param {string} term
   * @param {number[]} cell
   */
  #mark(term, [x, y, wide, high]) {
    this.marks.push({ term, box: [x, y, x + wide, y + high] });
  }
}

const PLAIN = { alpha: 1, on: false };
const STRONG = { alpha: 1, on: true };
const FAINT = { alpha: 0.5, on: false };

/**
 * How cells are drawn under the lit term: a cell, a row or a column, with what they meet in the vectors.
 * @param {import("./records.d.ts").Matrix} spec
 * @param {number} size
 * @param {string | null} lit
 */
function litOf({ terms }, size, lit) {
  const all = Array.from({ length: size }, (_, k) => k);
  const row = all.map((k) => lights(`row${k + 1}`, lit));
  const column = all.map((k) => lights(`col${k + 1}`, lit));
  const alone = all.map((r) => all.map((c) => lights(`${terms}${r + 1}${c + 1}`, lit)));
  const cell = all.map((r) => all.map((c) => alone[r][c] || row[r] || column[c]));
  // a lit column meets one entry of the vector, a lit row gives one entry of the result
  const into = all.map((c) => column[c] || alone.some((cells) => cells[c]));
  const out = all.map((r) => row[r] || alone[r].some(Boolean));
  const some = cell.flat().some(Boolean);
  const state = (on, others) => (on ? STRONG : others ? FAINT : PLAIN);
  return {
    cell: (r, c) => state(cell[r][c], some),
    row: (r) => state(cell[r].some(Boolean), some),
    column: (c) => state(cell.some((cells) => cells[c]), some),
    times: (k) => state(into[k], into.some(Boolean)),
    gives: (k) => state(out[k], out.some(Boolean)),
  };
}
