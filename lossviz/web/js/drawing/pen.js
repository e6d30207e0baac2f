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
  return weighed(pen);
}

/** How much thicker all lines are than pictures say: a projector's washes out what is thin. */
export const lines = { weight: 1 };

/**
 * The same pen, whose lines have that weight.
 * @template {Pen | null} Any
 * @param {Any} pen
 * @returns {Any}
 */
export function weighed(pen) {
  // a canvas has one pen, whoever asks for it
  if (!pen || Object.hasOwn(pen, "lineWidth")) return pen;
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(pen), "lineWidth");
  if (own?.set) {
    Object.defineProperty(pen, "lineWidth", {
      get: () => own.get?.call(pen) / lines.weight,
      set: (width) => own.set?.call(pen, width * lines.weight),
    });
  }
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
