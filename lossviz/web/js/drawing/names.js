// The names under columns, and the sign of the column that is the target.

import { font, wrap } from "./axes.js";
import { inkOn, rgb } from "./colours.js";
import { widthOf, write } from "./subscript.js";

/** @type {("size" | "axis")[]} */
const SIZES = ["size", "axis"];

/** A band behind the column that the target stands in. */
export function drawTarget(pen, place, target, { palette }) {
  if (!(target >= 0)) return;
  pen.globalAlpha = palette.mode === "dark" ? 0.16 : 0.1;
  pen.fillStyle = palette.accent;
  pen.beginPath();
  const top = place.top - place.ends.above - place.beyond;
  const bottom = place.bottom + place.foot + place.names.height + 3;
  pen.roundRect(place.left + target * place.slot + 1, top, place.slot - 2, bottom - top, 6);
  pen.fill();
  pen.globalAlpha = 1;
}

/**
 * The columns' names in one line or two, in the largest font in which they fit.
 * @param {CanvasRenderingContext2D} pen
 * @param {{ names: string[], target?: number }} spec
 * @param {number} room
 * @param {import("./canvas.js").Look} look
 */
export function namesOf(pen, { names, target }, room, look) {
  const marked = target !== undefined;
  const y = marked ? 26 : 0;
  for (const size of SIZES) {
    pen.font = font(look, size);
    const wide = Math.max(0, ...names.map((name) => widthOf(pen, name)));
    if (wide + y <= room) {
      return { size, lines: names.map((name) => [name]), beside: marked, height: 1.3 * look.type.size };
    }
  }
  pen.font = font(look, "axis");
  const lines = names.map((name) => wrap(pen, name, room, 2));
  const deep = Math.max(1, ...lines.map((list) => list.length));
  return {
    size: "axis",
    lines,
    beside: false,
    height: deep * 1.25 * look.type.axis + (marked ? 1.3 * look.type.size : 2),
  };
}

export function drawNames(pen, { names }, place, target, look) {
  const { palette, type } = look;
  const high = 1.25 * type[place.names.size];
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  names.forEach((_, index) => {
    const own = index === target;
    const lines = place.names.lines[index];
    const x = place.left + (index + 0.5) * place.slot;
    const y = place.bottom + place.foot + 0.62 * high;
    pen.font = font(look, place.names.size, own ? 700 : 400);
    const shift = own && place.names.beside ? -11 : 0;
    /** @type {import("./surface.js").Style} */
    const style = { colour: palette.ink, font: pen.font, align: "center" };
    lines.forEach((text, row) => write(pen, text, x + shift, y + row * high, style));
    if (!own) return;
    const wide = Math.max(...lines.map((text) => widthOf(pen, text)));
    if (place.names.beside) badge(pen, x + shift + wide / 2 + 14, y, look);
    else badge(pen, x, y + (lines.length - 1) * high + 1.2 * type.size, look);
  });
}

/** The sign of the target, as in the formulas. */
function badge(pen, x, y, look) {
  const { palette, type } = look;
  pen.beginPath();
  pen.roundRect(x - 9, y - 10, 18, 20, 6);
  pen.fillStyle = palette.accent;
  pen.fill();
  pen.font = `italic 700 ${type.size}px ${type.family}`;
  pen.textAlign = "center";
  pen.fillStyle = inkOn(rgb(palette.accent));
  pen.fillText("y", x, y);
}
