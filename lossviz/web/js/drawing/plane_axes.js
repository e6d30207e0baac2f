// The grid, the two axes and the frame of a plane.

import { drawColumns, drawRows, line } from "./axes.js";

/**
 * Where values lie in a square of the canvas: see `ZoomView.within`.
 * @typedef {ReturnType<import("./zoom.js").ZoomView["within"]>} PlanePlace
 */

/**
 * Grid lines with their numbers.
 * @param {CanvasRenderingContext2D} pen
 * @param {PlanePlace} place
 * @param {import("./canvas.js").Look} look
 */
export function drawGrid(pen, place, look) {
  drawRows(pen, place, place.y, place.rows, look);
  drawColumns(pen, place, place.x, place.columns, look);
}

/**
 * The lines on which one of the two values is 0, where they are seen.
 * @param {CanvasRenderingContext2D} pen
 * @param {PlanePlace} place
 * @param {import("./theme.js").Palette} palette
 */
export function drawZeros(pen, { x, y, left, right, top, bottom }, { muted }) {
  line(pen, left, y(0), right, y(0), muted, 1);
  line(pen, x(0), top, x(0), bottom, muted, 1);
}

/**
 * Draw within the square alone.
 * @param {CanvasRenderingContext2D} pen
 * @param {PlanePlace} place
 * @param {() => void} act
 */
export function clipped(pen, { left, top, side }, act) {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, side, side);
  pen.clip();
  act();
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {PlanePlace} place
 * @param {string} colour
 */
export function drawFrame(pen, { left, top, side }, colour, width = 1) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
}
