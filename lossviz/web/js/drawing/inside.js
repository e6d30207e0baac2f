// A name's place within its own region, where it hides the fewest points; none where it does not fit.

// places tried each way, how near a point counts as hidden, and what staying put is worth
const TRIED = 14;
const NEAR = 4;
const STAY = 2.5;

/** @typedef {import("./canvas.js").Box} Box */

/**
 * The box [left, top, right, bottom] of a text so wide and high within the convex polygon `corners`
 * [[x, y], …], or null. It covers none of `taken` and as few of `points` (x0, y0, x1, …) as can be;
 * `before` [x, y] is the middle it had, which it keeps unless another place is clearly better.
 * @param {number[][]} corners
 * @param {number} wide
 * @param {number} high
 * @param {{ points?: number[], taken?: Box[], before?: number[] | null }} around
 * @returns {Box | null}
 */
export function placeInside(corners, wide, high, { points = [], taken = [], before = null } = {}) {
  if (corners.length < 3) return null;
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const centre = [mean(xs), mean(ys)];
  const reach = Math.hypot(right - left, bottom - top) || 1;
  const round = turning(corners);
  const tried = before ? [before] : [];
  for (let k = 0; k <= TRIED; k += 1) {
    for (let l = 0; l <= TRIED; l += 1) {
      tried.push([left + (k / TRIED) * (right - left), top + (l / TRIED) * (bottom - top)]);
    }
  }
  /** @type {Box | null} */
  let best = null;
  let least = Infinity;
  for (const [x, y] of tried) {
    /** @type {Box} */
    const box = [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
    if (!within(corners, round, box) || taken.some((other) => overlap(box, other))) continue;
    const away = Math.hypot(x - centre[0], y - centre[1]) / reach;
    const stays = before && x === before[0] && y === before[1];
    const cost = hidden(points, box) + away - (stays ? STAY : 0);
    // no other place costs less than nothing: while one drags, the first one mostly stays
    if (cost <= 0) return box;
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

/** @type {(list: number[]) => number} */
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/**
 * Twice the area of the polygon, negative the other way round.
 * @param {number[][]} corners
 */
function turning(corners) {
  return corners.reduce((sum, [x, y], k) => {
    const [a, b] = corners[(k + 1) % corners.length];
    return sum + x * b - a * y;
  }, 0);
}

/**
 * @param {number[][]} corners
 * @param {number} round
 * @param {Box} box
 */
function within(corners, round, [left, top, right, bottom]) {
  return [[left, top], [right, top], [right, bottom], [left, bottom]].every(([x, y]) =>
    corners.every(([a, b], k) => {
      const [c, d] = corners[(k + 1) % corners.length];
      return ((c - a) * (y - b) - (d - b) * (x - a)) * round >= 0;
    })
  );
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/**
 * @param {number[]} points
 * @param {Box} box
 */
function hidden(points, [left, top, right, bottom]) {
  let count = 0;
  for (let k = 0; k < points.length; k += 2) {
    const [x, y] = [points[k], points[k + 1]];
    if (x > left - NEAR && x < right + NEAR && y > top - NEAR && y < bottom + NEAR) count += 1;
  }
  return count;
}
