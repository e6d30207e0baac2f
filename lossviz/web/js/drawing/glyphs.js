// Points as pictures drawn once (digit or marker, a class each) and then only copied.

import { penOf, writes } from "./pen.js";
import { trace } from "./shapes.js";

const TEST_ROW = 1;
const FAINT_ROWS = 2;
const FAINT = 0.22;
const TEST_INK = 0.62;

/** A sheet of small pictures: column = class, row = train, test, train behind, test behind. */
class Glyphs {
  constructor(names, digits, palette, size, ratio, family) {
    this.names = names;
    this.digits = digits;
    this.palette = palette;
    this.family = family;
    this.half = Math.ceil(size * 0.95 * ratio);
    this.ratio = ratio;
    this.size = size;
    const side = 2 * this.half;
    // one more column for the ring round a point that is classified wrongly
    this.ring = names.length;
    this.sheet = new OffscreenCanvas(side * (this.ring + 1), side * 2 * FAINT_ROWS);
    const pen = penOf(this.sheet);
    for (let row = 0; row < 2 * FAINT_ROWS; row += 1) {
      for (let column = 0; column <= this.ring; column += 1) {
        pen.setTransform(ratio, 0, 0, ratio, side * column + this.half, side * row + this.half);
        this.#sign(pen, column, row);
      }
    }
  }

  /** The sign of a column and row, round (0, 0). */
  #sign(pen, column, row) {
    const { size, palette, digits } = this;
    pen.globalAlpha = row < FAINT_ROWS ? 1 : FAINT;
    const test = row % 2 === TEST_ROW;
    if (column < this.ring) {
      if (digits) this.#digit(pen, column, test);
      else this.#marker(pen, palette.shapes[column % palette.shapes.length], column, test);
      return;
    }
    pen.beginPath();
    pen.arc(0, 0, 0.72 * size, 0, 2 * Math.PI);
    pen.lineWidth = 1.3;
    pen.strokeStyle = palette.ink;
    pen.globalAlpha *= 0.8;
    pen.stroke();
  }

  #digit(pen, cls, test) {
    const { size, palette, family, names } = this;
    pen.font = `${test ? 400 : 600} ${size}px ${family}`;
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    pen.lineJoin = "round";
    pen.lineWidth = 2.5;
    pen.strokeStyle = palette.panel;
    pen.strokeText(names[cls], 0, 0.36 * size);
    pen.fillStyle = palette.marks[cls];
    if (test) pen.globalAlpha *= TEST_INK;
    pen.fillText(names[cls], 0, 0.36 * size);
  }

  #marker(pen, shape, cls, test) {
    const { palette } = this;
    trace(pen, shape, 0, 0, 0.42 * this.size);
    pen.lineWidth = test ? 1.6 : 1;
    pen.fillStyle = test ? palette.panel : palette.marks[cls];
    pen.strokeStyle = test ? palette.marks[cls] : palette.panel;
    pen.fill();
    pen.stroke();
  }

  /** The glyph (and the ring, when `wrong`) of a point at CSS position (x, y): copied, or, into a file, stamped. */
  put(pen, cls, test, behind, wrong, x, y) {
    const row = (test ? TEST_ROW : 0) + (behind ? FAINT_ROWS : 0);
    for (const column of wrong ? [cls, this.ring] : [cls]) {
      if (writes(pen)) pen.stamp(`glyph ${column} ${row}`, x, y, (own) => this.#sign(own, column, row));
      else this.#copy(pen, column, row, x, y);
    }
  }

  /** The pen is one of device pixels: what lies on them is as sharp as it was drawn. */
  #copy(pen, column, row, x, y) {
    const side = 2 * this.half;
    const left = Math.round(x * this.ratio) - this.half;
    const top = Math.round(y * this.ratio) - this.half;
    pen.drawImage(this.sheet, side * column, side * row, side, side, left, top, side, side);
  }
}

/** The glyphs of a picture: drawn again when its names, its size, its colours or the number of its points change. */
export class Sheet {
  #key = "";
  /** @type {Glyphs} */
  glyphs;

  /**
   * @param {string[]} names
   * @param {boolean} digits
   * @param {number} count
   * @param {{ width: number, height: number, ratio: number }} surface
   * @param {import("./canvas.js").Look} look
   */
  of(names, digits, count, { width, height, ratio }, { palette, type }) {
    const size = glyphSize(Math.min(width, height), count, digits);
    const key = [size, ratio, palette.name, type.family, digits, names.join("|")].join();
    if (this.#key !== key) this.glyphs = new Glyphs(names, digits, palette, size, ratio, type.family);
    this.#key = key;
    return this.glyphs;
  }
}

/** Size of a glyph in units for a picture of `side` pixels with `count` points. */
function glyphSize(side, count, digits) {
  const crowd = count > 1200 ? 0.72 : count > 700 ? 0.86 : 1;
  const wide = digits ? side / 36 : side / 44;
  return Math.round(Math.min(Math.max(wide, 10), 24) * crowd);
}

/**
 * Draw the scene's points where its cloud has them; NaN leaves one out. `behind`: those on that side
 * alone. Wrong ones come last, so that their rings stay whole.
 * @param {CanvasRenderingContext2D} pen
 * @param {any} scene
 * @param {boolean} [behind]
 */
export function drawPoints(pen, { glyphs, cloud, labels, pred, train }, behind) {
  const { at } = cloud;
  pen.save();
  if (!writes(pen)) pen.setTransform(1, 0, 0, 1, 0, 0);
  for (const wrongs of [false, true]) {
    for (let i = cloud.first; i < cloud.last; i += 1) {
      const x = at[2 * i];
      const wrong = pred ? pred[i] !== labels[i] : false;
      if (wrong !== wrongs || x !== x) continue;
      const far = behind !== undefined && cloud.behind[i] === 1;
      if (behind !== undefined && far !== behind) continue;
      glyphs.put(pen, labels[i], i >= train, far, wrong, x, at[2 * i + 1]);
    }
  }
  pen.restore();
}
