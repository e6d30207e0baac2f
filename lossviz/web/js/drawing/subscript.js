// Text with letters below the line: "z_y" is written as z with a small y under it, "z_1" likewise.

import { el } from "../frame/dom.js";
import { widthOf as plainWidth, write as plain } from "./surface.js";

// one letter or digit after an underscore; U+1D67, which stands for it in older texts
const LOW = /(?<=\S)(?:_([A-Za-z0-9])(?![A-Za-z0-9_])|ᵧ)/g;
const SMALLER = 0.72;
const LOWER = 0.26;
// how much of a text stands before its place
export const AHEAD = { left: 0, start: 0, center: 0.5, right: 1, end: 1 };

/**
 * The text in parts: [{text, low}].
 * @param {string} text
 */
export function partsOf(text) {
  /** @type {{ text: string, low: boolean }[]} */
  const found = [];
  let at = 0;
  for (const match of String(text).matchAll(LOW)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), low: false });
    found.push({ text: match[1] ?? "y", low: true });
    at = match.index + match[0].length;
  }
  if (at < String(text).length) found.push({ text: String(text).slice(at), low: false });
  return found;
}

/**
 * How wide `text` is in the pen's font.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 */
export function widthOf(pen, text) {
  return isPlain(text) ? plainWidth(pen, text) : measured(pen, text, pen.font).wide;
}

/**
 * As on the stage, with the letters below the line.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {import("./surface.js").Style} style
 */
export function write(pen, text, x, y, style) {
  if (isPlain(text)) return plain(pen, text, x, y, style);
  const { colour, rim = null, font, align = "left", baseline = "middle" } = style;
  const { parts, wide, size } = measured(pen, text, font);
  const left = x - AHEAD[align] * wide;
  pen.textAlign = "left";
  pen.textBaseline = baseline;
  // all rims first: none of them covers a letter
  /** @param {(text: string, x: number, y: number) => void} draw */
  const each = (draw) => {
    for (const part of parts) {
      pen.font = part.font;
      draw(part.text, left + part.at, y + (part.low ? LOWER * size : 0));
    }
  };
  if (rim) {
    pen.lineWidth = 4;
    pen.strokeStyle = rim;
    each((...at) => pen.strokeText(...at));
  }
  pen.fillStyle = colour;
  each((...at) => pen.fillText(...at));
  pen.font = font;
  pen.textAlign = align;
}

/** What was said last in a node. */
const said = new WeakMap();

/**
 * Set a node's text, only when it differs.
 * @param {Element} node
 * @param {string} text
 */
export function say(node, text) {
  if (said.get(node) === text) return;
  said.set(node, text);
  node.replaceChildren(...partsOf(text).map((part) => (part.low ? el("sub", {}, part.text) : part.text)));
}

/** @param {string} text */
function isPlain(text) {
  return !/[_ᵧ]/.test(text);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {string} font
 */
function measured(pen, text, font) {
  const small = font.replace(/([\d.]+)px/, (_, px) => `${SMALLER * px}px`);
  let wide = 0;
  const parts = partsOf(text).map((part) => {
    const own = { ...part, font: part.low ? small : font, at: wide };
    pen.font = own.font;
    wide += plainWidth(pen, part.text);
    return own;
  });
  pen.font = font;
  return { parts, wide, size: parseFloat(font.match(/([\d.]+)px/)?.[1] ?? "16") };
}
