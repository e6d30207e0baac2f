// Lines that are made once and drawn often. What a Path2D consists of cannot be read: it is kept beside it, for a pen
// that writes a file.

/** @type {WeakMap<Path2D, number[][]>} */
const known = new WeakMap();

/**
 * Lines through these places, each [x, y, x, y, …].
 * @param {number[][]} lines
 */
export function sketch(lines) {
  const path = new Path2D();
  for (const list of lines) {
    for (let k = 0; k < list.length; k += 2) {
      if (k) path.lineTo(list[k], list[k + 1]);
      else path.moveTo(list[k], list[k + 1]);
    }
  }
  known.set(path, lines);
  return path;
}

/**
 * The lines that a sketch was made of.
 * @param {Path2D} path
 */
export function linesOf(path) {
  return known.get(path) ?? [];
}
