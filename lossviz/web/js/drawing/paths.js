// Lines through points, in pixels.

/**
 * @typedef {import("./axes.js").Scale} Scale
 * @typedef {{ xs: number[], ys: number[], endless: { x: number, up: boolean }[] }} Path
 */

/**
 * A line in pixels; what lies far beyond the picture is held near its edge. `endless`: where it is ±∞.
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {{ x: Scale, y: Scale, top: number, bottom: number }} place
 */
export function pathOf(xs, ys, { x, y, top, bottom }) {
  /** @type {Path} */
  const path = { xs: [], ys: [], endless: [] };
  const room = 4 * (bottom - top);
  for (let k = 0; k < xs.length; k += 1) {
    const value = ys[k];
    if (!Number.isFinite(value) && !Number.isNaN(value)) {
      const before = Number.isFinite(ys[k - 1]) || Number.isFinite(ys[k + 1]);
      if (before) path.endless.push({ x: xs[k], up: value > 0 });
    }
    path.xs.push(x(xs[k]));
    path.ys.push(Math.min(Math.max(y(value), top - room), bottom + room));
  }
  return path;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Path} path
 */
export function trace(pen, { xs, ys }) {
  let drawing = false;
  for (let k = 0; k < xs.length; k += 1) {
    const here = !Number.isNaN(ys[k]);
    if (here && drawing) pen.lineTo(xs[k], ys[k]);
    else if (here) pen.moveTo(xs[k], ys[k]);
    drawing = here;
  }
}

/**
 * How far a point is from a path, within a few pixels around it.
 * @param {Path} path
 * @param {number} x
 * @param {number} y
 */
export function distance({ xs, ys }, x, y) {
  let least = Infinity;
  for (let k = 1; k < xs.length; k += 1) {
    if (Math.min(xs[k - 1], xs[k]) > x + 24 || Math.max(xs[k - 1], xs[k]) < x - 24) continue;
    const [dx, dy] = [xs[k] - xs[k - 1], ys[k] - ys[k - 1]];
    const along = Math.min(Math.max(((x - xs[k - 1]) * dx + (y - ys[k - 1]) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    least = Math.min(least, Math.hypot(xs[k - 1] + along * dx - x, ys[k - 1] + along * dy - y));
  }
  return least;
}
