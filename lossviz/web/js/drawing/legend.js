// The row above a picture: what is on the axis, the names with their signs, a total on the right.

import { dashOf, font, line } from "./axes.js";
import { widthOf, write } from "./subscript.js";
import { trace } from "./shapes.js";

const SIGN = 22;
const SPACE = 14;
const GAP = 6;

/**
 * @typedef {import("./canvas.js").Look} Look
 *
 * A name with its sign; `right`: at the end of the row; `axis`: what is on the axis.
 * @typedef {{ text?: string | null, colour?: string, ink?: string, sign?: "line" | "box" | "outline" | "shape" | null,
 *   dash?: import("./axes.js").Dash, shape?: string, term?: string | null, right?: boolean, axis?: boolean }} Item
 * @typedef {Item & { text: string, x: number, wide: number }} Placed
 * @typedef {{ x: number, right: number, items: Placed[] }} Row
 * @typedef {{ rows: Row[], high: number, height: number }} Legend
 */

/**
 * Rows for `items` in the width [left, right]: their places, and how high they are together.
 * @param {CanvasRenderingContext2D} pen
 * @param {Item[]} items
 * @param {number} left
 * @param {number} right
 * @param {Look} look
 * @returns {Legend}
 */
export function arrange(pen, items, left, right, look) {
  const high = Math.round(1.45 * look.type.size);
  const end = right;
  /** @type {Row[]} */
  const rows = [];
  /** @type {Row} */
  let row = { x: left, right: end, items: [] };
  for (const item of items) {
    const { text } = item;
    if (!text) continue;
    pen.font = font(look, item.axis ? "axis" : "size", item.axis ? 400 : 600);
    const wide = widthOf(pen, text) + (item.sign ? SIGN + GAP : 0);
    if (row.items.length && row.x + wide > row.right) {
      rows.push(row);
      row = { x: left, right: end, items: [] };
    }
    const x = item.right ? row.right - wide : row.x;
    if (item.right) row.right = x - SPACE;
    else row.x += wide + SPACE;
    row.items.push({ ...item, text, x, wide });
  }
  if (row.items.length) rows.push(row);
  return { rows, high, height: rows.length * high };
}

/**
 * Draw what `arrange` placed, from `top` on; every named item is a mark too.
 * @param {CanvasRenderingContext2D} pen
 * @param {Legend} legend
 * @param {number} top
 * @param {Look} look
 * @param {{ text: (term: string) => number }} emphasis
 * @param {import("./canvas.js").Mark[]} marks
 */
export function drawLegend(pen, { rows, high }, top, look, emphasis, marks) {
  rows.forEach((row, index) => {
    const y = top + (index + 0.5) * high;
    for (const item of row.items) {
      pen.globalAlpha = item.term ? emphasis.text(item.term) : 1;
      if (item.sign) drawSign(pen, item, y);
      write(pen, item.text, item.x + (item.sign ? SIGN + GAP : 0), y + 0.5, {
        colour: item.ink ?? look.palette.muted,
        font: font(look, item.axis ? "axis" : "size", item.axis ? 400 : 600),
      });
      pen.globalAlpha = 1;
      if (item.term) marks.push({ term: item.term, box: [item.x, y - high / 2, item.x + item.wide, y + high / 2] });
    }
  });
}

/**
 * The names one below the other in the corner on the right of `plot`, each after its sign.
 * @param {CanvasRenderingContext2D} pen
 * @param {Item[]} items
 * @param {import("./axes.js").Room} plot
 * @param {Look} look
 * @param {{ text: (term: string) => number }} emphasis
 * @param {import("./canvas.js").Mark[]} marks
 */
export function drawInside(pen, items, plot, look, emphasis, marks) {
  const high = 1.25 * look.type.size;
  // what lies above stands above
  items.filter(({ text }) => text).reverse().forEach((item, row) => {
    const y = plot.top + (row + 0.6) * high;
    const style = { colour: item.ink ?? look.palette.ink, font: font(look, "size", 600), rim: look.palette.panel };
    pen.globalAlpha = item.term ? emphasis.text(item.term) : 1;
    pen.font = style.font;
    const wide = widthOf(pen, item.text ?? "");
    const x = plot.right - wide - SIGN - GAP;
    write(pen, item.text ?? "", plot.right - wide, y, style);
    drawSign(pen, { ...item, text: item.text ?? "", x, wide }, y);
    pen.globalAlpha = 1;
    if (item.term) marks.push({ term: item.term, box: [x, y - high / 2, plot.right, y + high / 2] });
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Placed} item
 * @param {number} y
 */
function drawSign(pen, { sign, colour = "", dash, shape = "", x }, y) {
  if (sign === "line") {
    pen.setLineDash(dashOf(dash).map((part) => 0.8 * part));
    line(pen, x, y, x + SIGN, y, colour, 3);
    pen.setLineDash([]);
    return;
  }
  if (sign === "shape") trace(pen, shape, x + SIGN / 2 + 2, y, 7.5);
  else {
    pen.beginPath();
    pen.roundRect(x + 5, y - 6.5, SIGN - 6, 13, 3);
  }
  pen.fillStyle = pen.strokeStyle = colour;
  if (sign === "outline") {
    pen.globalAlpha *= 0.22;
    pen.fill();
    pen.globalAlpha /= 0.22;
    pen.lineWidth = 2;
    pen.stroke();
  } else pen.fill();
}
