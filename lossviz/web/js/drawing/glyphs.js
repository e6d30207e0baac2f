// Points as pictures drawn once (digit or marker, a class each) and then only copied.

import { penOf } from "./pen.js";
import { trace } from "./shapes.js";

const TEST_ROW = 1;
const FAINT_ROWS = 2;
const FAINT = 0.22;
const TEST_INK = 0.62;

/** A sheet of small pictures: column = class, row = train, test, train behind, test behind. */
class Glyphs {
  constructor(names, digits, palette, size, ratio, family) {
    this.half = Math.ceil(size * 0.95 * ratio);
    this.ratio = ratio;
    this.size = size;
    const side = 2 * this.half;
    const classes = names.length;
    // one more column for the ring round a point that is classified wrongly
    this.sheet = new OffscreenCanvas(side * (classes + 1), side * 2 * FAINT_ROWS);
    const pen = penOf(this.sheet);
    for (let row = 0; row < 2 * FAINT_ROWS; row += 1) {
      pen.globalAlpha = row < FAINT_ROWS ? 1 : FAINT;
      const test = row % 2 === TEST_ROW;
      for (let cls = 0; cls < classes; cls += 1) {
        const [x, y] = [side * cls + this.half, side * row + this.half];
        if (digits) this.#digit(pen, names[cls], x, y, palette, cls, test, family);
        else this.#marker(pen, palette.shapes[cls % palette.shapes.length], x, y, palette, cls, test);
      }
      pen.beginPath();
      pen.arc(side * classes + this.half, side * row + this.half, 0.72 * size * ratio, 0, 2 * Math.PI);
      pen.lineWidth = 1.3 * ratio;
      pen.strokeStyle = palette.ink;
      pen.globalAlpha *= 0.8;
      pen.stroke();
    }
    this.ring = classes;
  }

  #digit(pen, text, x, y, palette, cls, test, family) {
    const { size, ratio } = this;
    pen.font = `${test ? 400 : 600} ${size * ratio}px ${family}`;
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    pen.lineJoin = "round";
    pen.lineWidth = 2.5 * ratio;
    pen.strokeStyle = palette.panel;
    pen.strokeText(text, x, y + 0.36 * size * ratio);
    pen.fillStyle = palette.marks[cls];
    const full = pen.globalAlpha;
    if (test) pen.globalAlpha = TEST_INK * full;
    pen.fillText(text, x, y + 0.36 * size * ratio);
    pen.globalAlpha = full;
  }

  #marker(pen, shape, x, y, palette, cls, test) {
    trace(pen, shape, x, y, 0.42 * this.size * this.ratio);
    pen.lineWidth = (test ? 1.6 : 1) * this.ratio;
    pen.fillStyle = test ? palette.panel : palette.marks[cls];
    pen.strokeStyle = test ? palette.marks[cls] : palette.panel;
    pen.fill();
    pen.stroke();
  }

  /** Copy the glyph (and the ring, when `wrong`) of a point to CSS position (x, y). */
  put(pen, cls, test, behind, wrong, x, y) {
    const side = 2 * this.half;
    const row = (test ? TEST_ROW : 0) + (behind ? FAINT_ROWS : 0);
    const left = Math.round(x * this.ratio) - this.half;
    const top = Math.round(y * this.ratio) - this.half;
    pen.drawImage(this.sheet, side * cls, side * row, side, side, left, top, side, side);
    if (wrong) pen.drawImage(this.sheet, side * this.ring, side * row, side, side, left, top, side, side);
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
    const key = [size, ratio, palette.mode, type.family, digits, names.join("|")].join();
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
  pen.setTransform(1, 0, 0, 1, 0, 0);
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
