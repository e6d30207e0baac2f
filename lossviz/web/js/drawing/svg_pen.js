// A pen that writes an SVG file: as much of a canvas's pen as pictures draw with. Lines stay lines and words stay words;
// only what is made of pixels, such as the faces of a sphere, is an image in it.
//
// svgcanvas and canvas2svg of npm do the like, but put elements into a page, know no lines that were made before
// (Path2D), and write a glyph anew for each of a thousand points.

import { penOf } from "./pen.js";
import { short, SvgPath } from "./svg_path.js";
import { linesOf } from "./sketch.js";
import { toRgb } from "./theme.js";

/** @typedef {import("./svg_path.js").Matrix} Matrix */

// how far under the middle of a line of text its letters stand, where a browser does not say
const MIDDLE = 0.35;
const ANCHORS = { center: "middle", right: "end", end: "end", left: null, start: null };
const FONT = /(italic )?(?:(\d+|bold|normal) )?([\d.]+)px (.+)$/;
// what no XML file can have in it
// deno-lint-ignore no-control-regex
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** @type {OffscreenCanvasRenderingContext2D | null} */
let ruler = null;

/** Colours from one point to another. */
class Gradient {
  /** @type {string[]} */
  stops = [];

  /** @param {number[]} ends x0, y0, x1, y1 on the paper */
  constructor(ends) {
    this.ends = ends;
  }

  addColorStop(/** @type {number} */ at, /** @type {string} */ colour) {
    const [hex, opacity] = inkOf(colour);
    this.stops.push(`<stop offset="${short(at)}" stop-color="${hex}" stop-opacity="${short(opacity)}"/>`);
  }
}

/** What `save` keeps, as a new pen has it. */
const STATE = {
  /** @type {any} */
  fillStyle: "#000000",
  /** @type {any} */
  strokeStyle: "#000000",
  lineWidth: 1,
  lineCap: "butt",
  lineJoin: "miter",
  miterLimit: 10,
  lineDashOffset: 0,
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  imageSmoothingQuality: "low",
  /** @type {number[]} */
  dash: [],
  /** @type {Matrix} */
  matrix: [1, 0, 0, 1, 0, 0],
  clipped: "",
};

export class SvgPen {
  fillStyle = STATE.fillStyle;
  strokeStyle = STATE.strokeStyle;
  lineWidth = STATE.lineWidth;
  lineCap = STATE.lineCap;
  lineJoin = STATE.lineJoin;
  miterLimit = STATE.miterLimit;
  lineDashOffset = STATE.lineDashOffset;
  globalAlpha = STATE.globalAlpha;
  font = STATE.font;
  textAlign = STATE.textAlign;
  textBaseline = STATE.textBaseline;
  imageSmoothingQuality = STATE.imageSmoothingQuality;
  dash = STATE.dash;
  matrix = STATE.matrix;
  // the name of the outline that is drawn within
  clipped = STATE.clipped;
  #path = new SvgPath();
  /** @type {Partial<typeof STATE>[]} */
  #saved = [];
  /** @type {string[]} */
  #parts = [];
  /** @type {string[]} */
  #defined = [];
  /** @type {Map<string, string>} */
  #names = new Map();
  // the outline that the last parts are drawn within
  #open = "";

  /**
   * @param {number} width
   * @param {number} height
   * @param {(image: any, part: number[] | null) => string} png the address of a part [x, y, width, height] of an image
   */
  constructor(width, height, png) {
    Object.assign(this, { width, height, png });
    this.width = width;
    this.height = height;
    this.png = png;
    // a picture that sets what is not known here is to fail, not to be drawn otherwise
    Object.seal(this);
  }

  /** The whole file. */
  get file() {
    const { width, height } = this;
    const size = `width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}"`;
    const defined = this.#defined.length ? `<defs>${this.#defined.join("")}</defs>` : "";
    const closed = this.#open ? "</g>" : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${defined}${this.#parts.join("\n")}${closed}</svg>\n`;
  }

  // what stays as it is until it is changed

  save() {
    const kept = Object.fromEntries(Object.keys(STATE).map((name) => [name, Reflect.get(this, name)]));
    this.#saved.push(kept);
  }

  restore() {
    Object.assign(this, this.#saved.pop());
  }

  setLineDash(/** @type {number[]} */ dash) {
    this.dash = [...dash];
  }

  /** @param {Matrix} matrix */
  setTransform(...matrix) {
    this.matrix = matrix;
  }

  translate(/** @type {number} */ x, /** @type {number} */ y) {
    this.#turn([1, 0, 0, 1, x, y]);
  }

  scale(/** @type {number} */ x, /** @type {number} */ y) {
    this.#turn([x, 0, 0, y, 0, 0]);
  }

  rotate(/** @type {number} */ angle) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#turn([cos, sin, -sin, cos, 0, 0]);
  }

  /** @param {Matrix} next */
  #turn([a, b, c, d, e, f]) {
    const [p, q, r, s, t, u] = this.matrix;
    this.matrix = [p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u];
  }

  /** How many times as large as it is told all is drawn. */
  get #rate() {
    return Math.hypot(this.matrix[0], this.matrix[1]);
  }

  // lines and areas

  beginPath() {
    this.#path = new SvgPath();
  }

  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.#here.moveTo(x, y);
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.#here.lineTo(x, y);
  }

  closePath() {
    this.#here.closePath();
  }

  /** @param {Parameters<SvgPath["arc"]>} arc */
  arc(...arc) {
    this.#here.arc(...arc);
  }

  /** @param {Parameters<SvgPath["ellipse"]>} ellipse */
  ellipse(...ellipse) {
    this.#here.ellipse(...ellipse);
  }

  /** @param {Parameters<SvgPath["rect"]>} rect */
  rect(...rect) {
    this.#here.rect(...rect);
  }

  /** @param {Parameters<SvgPath["roundRect"]>} rect */
  roundRect(...rect) {
    this.#here.roundRect(...rect);
  }

  /** The path, to which something is added as the pen stands now. */
  get #here() {
    this.#path.matrix = this.matrix;
    return this.#path;
  }

  /** @param {any} sketch lines that were made before, instead of the path */
  stroke(sketch = null) {
    this.#draw(this.#outline(sketch), this.#stroked());
  }

  /** @param {any} [rule] */
  fill(rule = "nonzero") {
    this.#draw(this.#path.d, this.#filled(), rule);
  }

  clip() {
    this.clipped = this.#define("clip", (name) => {
      const within = this.clipped ? ` clip-path="url(#${this.clipped})"` : "";
      return `<clipPath id="${name}"${within}><path d="${this.#path.d}"/></clipPath>`;
    });
  }

  /** @param {Parameters<SvgPath["rect"]>} rect */
  fillRect(...rect) {
    this.#draw(this.#rectangle(rect), this.#filled());
  }

  /** @param {Parameters<SvgPath["rect"]>} rect */
  strokeRect(...rect) {
    this.#draw(this.#rectangle(rect), this.#stroked());
  }

  /** @param {Parameters<SvgPath["rect"]>} rect */
  #rectangle(rect) {
    const path = new SvgPath();
    path.matrix = this.matrix;
    path.rect(...rect);
    return path.d;
  }

  /** @param {any} sketch */
  #outline(sketch) {
    if (!sketch) return this.#path.d;
    const path = new SvgPath();
    path.matrix = this.matrix;
    for (const list of linesOf(sketch)) {
      for (let k = 0; k < list.length; k += 2) {
        if (k) path.lineTo(list[k], list[k + 1]);
        else path.moveTo(list[k], list[k + 1]);
      }
    }
    return path.d;
  }

  /** @param {string} d */
  #draw(d, /** @type {string} */ style, rule = "nonzero") {
    const way = rule === "evenodd" ? ' fill-rule="evenodd"' : "";
    if (d) this.#put(`<path d="${d}"${style}${way}/>`);
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  createLinearGradient(x0, y0, x1, y1) {
    return new Gradient([...this.#spot(x0, y0), ...this.#spot(x1, y1)]);
  }

  // words

  measureText(/** @type {string} */ text) {
    return this.#ruled(text, this.textBaseline);
  }

  fillText(/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) {
    this.#write(text, x, y, this.#filled());
  }

  strokeText(/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) {
    this.#write(text, x, y, this.#stroked());
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} style
   */
  #write(text, x, y, style) {
    const [, italic, weight, size, family] = FONT.exec(this.font) ?? [];
    const anchor = Reflect.get(ANCHORS, this.textAlign);
    const face = [
      `font-family="${escaped(family)}" font-size="${short(Number(size) * this.#rate)}"`,
      ...(weight && weight !== "400" && weight !== "normal" ? [`font-weight="${weight}"`] : []),
      ...(italic ? ['font-style="italic"'] : []),
      ...(anchor ? [`text-anchor="${anchor}"`] : []),
    ].join(" ");
    const [a, b] = this.matrix;
    const [left, top] = this.#spot(x, y + this.#lower(text, Number(size)));
    const tilt = Math.atan2(b, a);
    const turned = tilt ? ` transform="rotate(${short((tilt * 180) / Math.PI)} ${short(left)} ${short(top)})"` : "";
    const place = `x="${short(left)}" y="${short(top)}"`;
    this.#put(`<text ${place} ${face}${style}${turned} xml:space="preserve">${escaped(text)}</text>`);
  }

  /** How far the letters stand under the place that is named: few programs know other base lines. */
  #lower(/** @type {string} */ text, /** @type {number} */ size) {
    if (this.textBaseline === "alphabetic") return 0;
    const [own, low] = [this.textBaseline, "alphabetic"].map((line) => this.#ruled(text, line).fontBoundingBoxAscent);
    const found = low - own;
    return Number.isFinite(found) ? found : MIDDLE * size;
  }

  /** @returns {TextMetrics} */
  #ruled(/** @type {string} */ text, /** @type {string} */ base) {
    ruler ??= penOf(new OffscreenCanvas(1, 1));
    Object.assign(ruler, { font: this.font, textBaseline: base });
    return ruler.measureText(text);
  }

  // images

  /**
   * As a canvas's: to a place; to a place in a size; a part of it.
   * @param {any} image
   * @param {number[]} at
   */
  drawImage(image, ...at) {
    const [x, y, width = image.width, height = image.height] = at.length > 4 ? at.slice(4) : at;
    const address = this.png(image, at.length > 4 ? at.slice(0, 4) : null);
    const turned = this.matrix.join() === "1,0,0,1,0,0" ? "" : ` transform="matrix(${this.matrix.join(" ")})"`;
    const opacity = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#put(`<image ${place} preserveAspectRatio="none"${opacity}${turned} href="${address}"/>`);
  }

  /**
   * What is drawn at many places: `paint` draws it round (0, 0), once.
   * @param {string} key
   * @param {number} x
   * @param {number} y
   * @param {(pen: SvgPen) => void} paint
   */
  stamp(key, x, y, paint) {
    const name = this.#names.get(key) ?? this.#define("sign", (own) => {
      const pen = new SvgPen(0, 0, this.png);
      paint(pen);
      return `<g id="${own}">${pen.#parts.join("")}</g>`;
    });
    this.#names.set(key, name);
    const [left, top] = this.#spot(x, y);
    this.#put(`<use href="#${name}" transform="translate(${short(left)} ${short(top)}) scale(${short(this.#rate)})"/>`);
  }

  // the file

  /** @param {(name: string) => string} make */
  #define(/** @type {string} */ kind, make) {
    const name = `${kind}${this.#defined.length}`;
    // the place in the list is taken: what is made may define something itself
    const at = this.#defined.push("") - 1;
    this.#defined[at] = make(name);
    return name;
  }

  #put(/** @type {string} */ part) {
    if (this.clipped !== this.#open) {
      const begin = this.clipped ? `<g clip-path="url(#${this.clipped})">` : "";
      this.#parts.push((this.#open ? "</g>" : "") + begin);
      this.#open = this.clipped;
    }
    this.#parts.push(part);
  }

  #filled() {
    const [colour, opacity] = this.#ink(this.fillStyle);
    const faint = opacity < 1 ? ` fill-opacity="${short(opacity)}"` : "";
    return ` fill="${colour}"${faint}`;
  }

  #stroked() {
    const [colour, opacity] = this.#ink(this.strokeStyle);
    const rate = this.#rate;
    const dash = this.dash.map((part) => short(part * rate)).join(" ");
    return [
      ` fill="none" stroke="${colour}" stroke-width="${short(this.lineWidth * rate)}"`,
      ...(opacity < 1 ? [`stroke-opacity="${short(opacity)}"`] : []),
      ...(this.lineCap !== "butt" ? [`stroke-linecap="${this.lineCap}"`] : []),
      ...(this.lineJoin !== "miter" ? [`stroke-linejoin="${this.lineJoin}"`] : []),
      ...(dash ? [`stroke-dasharray="${dash}"`] : []),
      ...(dash && this.lineDashOffset ? [`stroke-dashoffset="${short(this.lineDashOffset * rate)}"`] : []),
    ].join(" ");
  }

  /** @returns {[string, number]} */
  #ink(/** @type {string | Gradient} */ style) {
    if (!(style instanceof Gradient)) {
      const [hex, opacity] = inkOf(style);
      return [hex, opacity * this.globalAlpha];
    }
    const [x1, y1, x2, y2] = style.ends.map(short);
    const name = this.#define("fade", (own) => {
      const ends = `gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
      return `<linearGradient id="${own}" ${ends}>${style.stops.join("")}</linearGradient>`;
    });
    return [`url(#${name})`, this.globalAlpha];
  }

  /** Where a place is on the paper. */
  #spot(/** @type {number} */ x, /** @type {number} */ y) {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }
}

/** @type {Map<string, [string, number]>} */
const inks = new Map();

/**
 * A CSS colour as every program reads it, and how opaque it is.
 * @param {string} colour
 * @returns {[string, number]}
 */
function inkOf(colour) {
  const known = inks.get(colour);
  if (known) return known;
  const [red, green, blue, alpha] = toRgb(colour);
  const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  /** @type {[string, number]} */
  const found = [`#${hex}`, alpha];
  inks.set(colour, found);
  return found;
}

/** Text as it stands in an XML file: names come out of other people's tables. */
function escaped(text = "") {
  return String(text).replace(IMPOSSIBLE, "").replace(/\p{Surrogate}/gu, "").replace(
    /[&<>"]/g,
    (sign) => ENTITIES[sign],
  );
}
