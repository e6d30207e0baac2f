// A canvas that always has its element's size in device pixels, without layout reads while drawing. Its width and height,
// and what is drawn on it, are in units (unit.js).

import { three } from "../frame/dom.js";
import { weighed } from "./pen.js";
import { paper } from "../state/paper.js";
import { unit } from "./unit.js";

// device pixels a unit, where the screen has more of them than can be seen; a larger unit has as many as its CSS pixels
const SHARPEST = 2;
// about 290 dots an inch
const ON_PAPER = 3;

/**
 * How text is written: `rim` is a colour around it, which keeps it readable over marks and lines.
 * @typedef {{ colour: string, font: string, rim?: string | null, align?: CanvasTextAlign,
 *   baseline?: CanvasTextBaseline }} Style
 */

export class Surface {
  #gone = new AbortController();

  /**
   * `changed` is called after the element got another size.
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} changed
   */
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.pen = weighed(canvas.getContext("2d"));
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    this.unit = 1;
    this.observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      unit.read();
      this.resize(width, height);
      changed();
    });
    this.observer.observe(canvas);
    // what is printed waits for nobody
    const laid = () => {
      this.resize(canvas.clientWidth, canvas.clientHeight);
      changed();
    };
    paper.addEventListener("laid", laid, { signal: this.#gone.signal });
  }

  /**
   * The element is so large, in CSS pixels.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.unit = unit.now;
    this.width = width / this.unit;
    this.height = height / this.unit;
    this.#sharpen(Infinity);
  }

  /**
   * As sharp as can be seen, but not more than `most` device pixels a unit.
   * @param {number} most
   */
  #sharpen(most) {
    this.ratio = Math.min(sharpest(), most);
    this.canvas.width = Math.round(this.width * this.ratio);
    this.canvas.height = Math.round(this.height * this.ratio);
  }

  /**
   * A clean pen in units, or null while the canvas has no size.
   * @param {number} most device pixels a unit, where there could be more
   */
  start(most = Infinity) {
    if (this.unit !== unit.now) this.resize(this.width * this.unit, this.height * this.unit);
    if (this.ratio !== Math.min(sharpest(), most)) this.#sharpen(most);
    const { pen, width, height, ratio } = this;
    if (!pen || width < 8 || height < 8) return null;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.globalAlpha = 1;
    pen.setLineDash([]);
    pen.lineJoin = "round";
    pen.lineCap = "round";
    return pen;
  }

  /** Whether it has fewer pixels than it could have. */
  get blunt() {
    return this.ratio < sharpest();
  }

  close() {
    this.observer.disconnect();
    this.#gone.abort();
  }
}

/** As many device pixels a unit as the screen has, but not more than can be seen. */
function sharpest() {
  if (paper.on) return ON_PAPER;
  return Math.min((window.devicePixelRatio || 1) * unit.now, Math.max(SHARPEST, unit.now));
}

/**
 * Widths that were measured, by font and text.
 * @type {Map<string, Map<string, number>>}
 */
const known = new Map();
// so many texts of a font; then they are measured anew
const MOST_TEXTS = 2000;

/**
 * How wide `text` is in the pen's font. It is measured once: a pen that measures has the page laid out first if anything
 * in it has changed, and the same names and numbers come back in every picture.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 */
export function widthOf(pen, text) {
  const { font } = pen;
  let texts = known.get(font);
  if (!texts || texts.size >= MOST_TEXTS) known.set(font, texts = new Map());
  let wide = texts.get(text);
  if (wide === undefined) texts.set(text, wide = pen.measureText(text).width);
  return wide;
}

/**
 * Text with a rim in the panel's colour, so that it stays readable over marks and lines.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Style} style
 */
export function write(pen, text, x, y, { colour, rim = null, font, align = "left", baseline = "middle" }) {
  pen.font = font;
  pen.textAlign = align;
  pen.textBaseline = baseline;
  if (rim) {
    pen.lineWidth = 4;
    pen.strokeStyle = rim;
    pen.strokeText(text, x, y);
  }
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/**
 * Round tick values within [low, high], about `wanted` of them.
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 */
export function ticks(low, high, wanted) {
  const rough = (high - low) / Math.max(wanted, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5].map((part) => part * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/**
 * A tick's text without the noise of binary fractions.
 * @param {number} value
 */
export function tickText(value) {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return three(value);
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
