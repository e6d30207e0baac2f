// Text with letters below the line: "z_y" is written as z with a small y under it, "z_1" likewise.

import { el } from "../frame/dom.js";
import { write as plain } from "./surface.js";

// one letter or digit after an underscore; U+1D67, which stands for it in older texts
const LOW = /(?<=\S)(?:_([A-Za-z0-9])(?![A-Za-z0-9_])|ᵧ)/g;
const SMALLER = 0.72;
const LOWER = 0.26;
const AHEAD = { left: 0, start: 0, center: 0.5, right: 1, end: 1 };

/** The text in parts: [{text, low}]. */
export function partsOf(text) {
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

/** How wide `text` is in the pen's font. */
export function widthOf(pen, text) {
  return isPlain(text) ? pen.measureText(text).width : measured(pen, text, pen.font).wide;
}

/** As on the stage, with the letters below the line. */
export function write(pen, text, x, y, style) {
  if (isPlain(text)) return plain(pen, text, x, y, style);
  const { colour, rim = null, font, align = "left", baseline = "middle" } = style;
  const { parts, wide, size } = measured(pen, text, font);
  const left = x - AHEAD[align] * wide;
  pen.textAlign = "left";
  pen.textBaseline = baseline;
  // all rims first: none of them covers a letter
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

/** Set a node's text, only when it differs. */
export function say(node, text) {
  if (node.said === text) return;
  node.said = text;
  node.replaceChildren(...partsOf(text).map((part) => (part.low ? el("sub", {}, part.text) : part.text)));
}

function isPlain(text) {
  return !/[_ᵧ]/.test(text);
}

function measured(pen, text, font) {
  const small = font.replace(/([\d.]+)px/, (_, px) => `${SMALLER * px}px`);
  let wide = 0;
  const parts = partsOf(text).map((part) => {
    const own = { ...part, font: part.low ? small : font, at: wide };
    pen.font = own.font;
    wide += pen.measureText(part.text).width;
    return own;
  });
  pen.font = font;
  return { parts, wide, size: parseFloat(font.match(/([\d.]+)px/)?.[1] ?? 16) };
}
