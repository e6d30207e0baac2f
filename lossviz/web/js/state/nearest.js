// Values on a grid.

/**
 * The place of the entry of `values` that is nearest to `value`; the first of two.
 * @param {ArrayLike<number>} values
 * @param {number} value
 */
export function nearest(values, value) {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) {
    if (Math.abs(values[at] - value) < Math.abs(values[best] - value)) best = at;
  }
  return best;
}
