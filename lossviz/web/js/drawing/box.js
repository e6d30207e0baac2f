// The box around a surface: floor and back walls with their grids, numbers along the edges.

import { font, line, tickValues } from "./axes.js";
import { Labels } from "./labels.js";
import { AHEAD, widthOf, write } from "./subscript.js";
import { tickText } from "./surface.js";

const OUT = 9;

/**
 * @typedef {[number, number, number]} Corner
 * @typedef {{ low: number, high: number, label?: string | null }} Axis
 * @typedef {{ x: Axis, y: Axis, z: Axis }} Axes
 * @typedef {import("./view.js").BoxView} BoxView
 * @typedef {import("./canvas.js").Look} Look
 * @typedef {import("./surface.js").Style} Style
 */

/**
 * Floor and the two walls behind, to be drawn before the surface.
 * @param {CanvasRenderingContext2D} pen
 * @param {BoxView} view
 * @param {Axes} axes
 * @param {Look} look
 */
export function drawWalls(pen, view, axes, look) {
  const { palette } = look;
  const [bu, bv] = view.behind();
  /** @param {Corner[]} corners */
  const paint = (corners) => {
    pen.beginPath();
    for (const corner of corners) {
      const [x, y] = view.at(...corner);
      pen.lineTo(x, y);
    }
    pen.closePath();
    pen.globalAlpha = 0.35;
    pen.fillStyle = palette.background;
    pen.fill();
    pen.globalAlpha = 1;
  };
  paint([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]);
  paint([[bu, 0, 0], [bu, 1, 0], [bu, 1, 1], [bu, 0, 1]]);
  paint([[0, bv, 0], [1, bv, 0], [1, bv, 1], [0, bv, 1]]);
  /** @type {(from: Corner, to: Corner, colour?: string) => void} */
  const draw = (from, to, colour = palette.grid) => {
    const [x0, y0] = view.at(...from);
    const [x1, y1] = view.at(...to);
    line(pen, x0, y0, x1, y1, colour, 1);
  };
  for (const u of sharesOf(axes.x, view)) {
    draw([u, 0, 0], [u, 1, 0]);
    draw([u, bv, 0], [u, bv, 1]);
  }
  for (const v of sharesOf(axes.y, view)) {
    draw([0, v, 0], [1, v, 0]);
    draw([bu, v, 0], [bu, v, 1]);
  }
  for (const h of sharesOf(axes.z, view)) {
    draw([bu, 0, h], [bu, 1, h]);
    draw([0, bv, h], [1, bv, h]);
  }
  /** @type {[Corner, Corner][]} */
  const outline = [
    [[0, 0, 0], [1, 0, 0]],
    [[0, 1, 0], [1, 1, 0]],
    [[0, 0, 0], [0, 1, 0]],
    [[1, 0, 0], [1, 1, 0]],
    [[bu, bv, 0], [bu, bv, 1]],
    [[bu, 1 - bv, 0], [bu, 1 - bv, 1]],
    [[1 - bu, bv, 0], [1 - bu, bv, 1]],
  ];
  for (const [from, to] of outline) draw(from, to, palette.muted);
}

/**
 * @param {Axis} axis
 * @param {BoxView} view
 */
function valuesOf({ low, high }, view) {
  return tickValues(low, high, view.scale, 28);
}

/**
 * @param {Axis} axis
 * @param {BoxView} view
 */
function sharesOf(axis, view) {
  return valuesOf(axis, view).map((value) => (value - axis.low) / (axis.high - axis.low));
}

/**
 * Numbers and names along the two front edges of the floor and one upright edge.
 * @param {CanvasRenderingContext2D} pen
 * @param {BoxView} view
 * @param {Axes} axes
 * @param {Look} look
 * @param {import("./axes.js").Room} room
 */
export function drawEdges(pen, view, axes, look, room) {
  const [bu, bv] = view.behind();
  const labels = new Labels(room);
  // the upright edge on the left
  /** @type {[number, number]} */
  const side = view.at(bu, 1 - bv, 0)[0] < view.at(1 - bu, bv, 0)[0] ? [bu, 1 - bv] : [1 - bu, bv];
  upright(pen, view, axes.z, look, side, labels);
  along(pen, view, axes.x, look, (share) => view.at(share, 1 - bv, 0), labels);
  along(pen, view, axes.y, look, (share) => view.at(1 - bu, share, 0), labels);
}

/**
 * The names and numbers of one front edge; `place(share)`: where its points are seen.
 * @param {CanvasRenderingContext2D} pen
 * @param {BoxView} view
 * @param {Axis} axis
 * @param {Look} look
 * @param {(share: number) => Corner} place
 * @param {Labels} labels
 */
function along(pen, view, axis, look, place, labels) {
  const { palette, type } = look;
  const [cx, cy] = view.at(0.5, 0.5, 0);
  const [ex, ey] = place(0.5);
  const away = Math.hypot(ex - cx, ey - cy) || 1;
  const [ux, uy] = [(ex - cx) / away, (ey - cy) / away];
  /** @type {"left" | "center" | "right"} */
  const align = Math.abs(ux) < 0.35 ? "center" : ux < 0 ? "right" : "left";
  /** @type {Style} */
  const style = { colour: palette.muted, font: font(look, "axis"), align };
  let wide = 0;
  pen.font = style.font;
  for (const value of valuesOf(axis, view)) {
    const [x, y] = place((value - axis.low) / (axis.high - axis.low));
    const text = tickText(value);
    wide = Math.max(wide, widthOf(pen, text));
    put(pen, text, x + OUT * ux, y + (OUT + 2) * Math.max(uy, 0.3), style, labels);
  }
  const far = OUT + (align === "center" ? 1.5 * type.axis : 8 + wide);
  const down = (OUT + 2) * Math.max(uy, 0.3) + 1.15 * type.axis;
  const name = { ...style, colour: palette.ink, font: font(look, "size", 600) };
  pen.font = name.font;
  const length = widthOf(pen, axis.label ?? "");
  const x = ex + far * ux;
  const room = labels.room;
  // a name that would leave the picture comes back, and goes below the numbers
  const least = { left: room.left, center: room.left + length / 2, right: room.left + length }[align] + 3;
  const held = Math.min(Math.max(x, least), room.right - 3 - (least === room.left + 3 ? length : 0));
  const more = Math.min(Math.abs(held - x) * 0.55, 1.3 * type.axis);
  write(pen, axis.label ?? "", held, ey + Math.max(down, far * uy) + more, name);
}

/**
 * The numbers and the name of the edge over (u, v).
 * @param {CanvasRenderingContext2D} pen
 * @param {BoxView} view
 * @param {Axis} axis
 * @param {Look} look
 * @param {[number, number]} foot
 * @param {Labels} labels
 */
function upright(pen, view, axis, look, [u, v], labels) {
  const { palette, type } = look;
  const tall = Math.abs(view.at(u, v, 1)[1] - view.at(u, v, 0)[1]);
  if (tall < 3 * type.axis) return;
  const values = tickValues(axis.low, axis.high, tall, 28);
  for (const value of values) {
    const [x, y] = view.at(u, v, (value - axis.low) / (axis.high - axis.low));
    put(
      pen,
      tickText(value),
      x - OUT + 2,
      y,
      { colour: palette.muted, font: font(look, "axis"), align: "right" },
      labels,
    );
  }
  const [x, y] = view.at(u, v, 1);
  write(pen, axis.label ?? "", x - 2, y - 0.9 * type.size, {
    colour: palette.ink,
    font: font(look, "size", 600),
    align: "center",
  });
}

/**
 * Write a number unless another one is there.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Style} style
 * @param {Labels} labels
 */
function put(pen, text, x, y, style, labels) {
  pen.font = style.font;
  const wide = widthOf(pen, text);
  const left = x - AHEAD[style.align ?? "left"] * wide;
  if (labels.take([left, y - 6, left + wide, y + 6])) write(pen, text, x, y, style);
}
