// What draws on a canvas in memory.

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Pen */

/**
 * The pen of a canvas in memory. Throws where the browser has no memory left for it.
 * @param {OffscreenCanvas} canvas
 * @param {CanvasRenderingContext2DSettings} settings
 */
export function penOf(canvas, settings = {}) {
  const pen = canvas.getContext("2d", settings);
  if (!pen) throw new Error("no canvas to draw on");
  return pen;
}

/**
 * Whether a pen writes what it draws into a file: lines are to stay lines there, and what it draws often is stamped.
 * @param {object} pen
 * @returns {pen is import("./svg_pen.js").SvgPen}
 */
export function writes(pen) {
  return "stamp" in pen;
}
