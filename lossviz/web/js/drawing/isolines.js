// Marching squares: lines of equal value through a grid.

// the sides that a line crosses, by which corners lie above; sides: 0 below, 1 right, 2 above, 3 left
// deno-fmt-ignore
const SIDES = [
  [], [3, 0], [0, 1], [3, 1], [1, 2], null, [0, 2], [3, 2], [2, 3], [2, 0], null, [2, 1], [1, 3], [1, 0], [0, 3], [],
];

/**
 * Lines of `value` = level as lists of column, row, column, row … in units of the grid.
 * @param {ArrayLike<number>} value
 * @param {number} columns
 * @param {number} rows
 * @param {number} level
 */
export function isolines(value, columns, rows, level) {
  const links = new Int32Array(4 * columns * rows).fill(-1);
  /** @type {number[]} */
  const seen = [];
  /** @type {(one: number, other: number) => void} */
  const link = (one, other) => {
    if (links[2 * one] < 0 && links[2 * one + 1] < 0) seen.push(one);
    links[2 * one + (links[2 * one] < 0 ? 0 : 1)] = other;
  };
  const count = columns * rows;
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const at = row * columns + column;
      const code = (value[at] > level ? 1 : 0) | (value[at + 1] > level ? 2 : 0) |
        (value[at + columns + 1] > level ? 4 : 0) | (value[at + columns] > level ? 8 : 0);
      if (code === 0 || code === 15) continue;
      const corners = [value[at], value[at + 1], value[at + columns + 1], value[at + columns]];
      const edges = [at, count + at + 1, at + columns, count + at];
      for (const [one, other] of segments(code, corners, level)) {
        link(edges[one], edges[other]);
        link(edges[other], edges[one]);
      }
    }
  }
  return join(links, seen, (edge, list) => cross(value, columns, count, level, edge, list));
}

/**
 * @param {number} code
 * @param {number[]} corners
 * @param {number} level
 */
function segments(code, corners, level) {
  const only = SIDES[code];
  if (only) return [only];
  const middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 > level;
  // two lines through one cell: the middle tells which corners belong together
  const cut = (code === 5) === middle;
  return cut ? [[0, 1], [2, 3]] : [[3, 0], [1, 2]];
}

/**
 * Put where the line crosses an edge at the end of `list`.
 * @param {ArrayLike<number>} value
 * @param {number} columns
 * @param {number} count
 * @param {number} level
 * @param {number} edge
 * @param {number[]} list
 */
function cross(value, columns, count, level, edge, list) {
  const upright = edge >= count;
  const at = upright ? edge - count : edge;
  const [one, other] = [value[at], value[at + (upright ? columns : 1)]];
  const share = Number.isFinite(other - one) ? (level - one) / (other - one) : 0.5;
  const [column, row] = [at % columns, Math.floor(at / columns)];
  list.push(upright ? column : column + share, upright ? row + share : row);
}

/**
 * Follow the links from open ends first, then round the closed lines.
 * @param {Int32Array} links
 * @param {number[]} seen
 * @param {(edge: number, list: number[]) => void} put
 */
function join(links, seen, put) {
  /** @type {number[][]} */
  const found = [];
  const open = seen.filter((edge) => links[2 * edge + 1] < 0);
  for (const start of [...open, ...seen]) {
    if (links[2 * start] < -1) continue;
    /** @type {number[]} */
    const list = [];
    let edge = start;
    while (edge >= 0 && links[2 * edge] !== -2) {
      put(edge, list);
      const [one, other] = [links[2 * edge], links[2 * edge + 1]];
      links[2 * edge] = -2;
      edge = one >= 0 && links[2 * one] !== -2 ? one : other;
    }
    // a closed line comes back to where it began
    if (edge === start || closes(list)) list.push(list[0], list[1]);
    if (list.length > 2) found.push(list);
  }
  return found;
}

/** @param {number[]} list */
function closes(list) {
  const end = list.length;
  return end > 6 && Math.hypot(list[0] - list[end - 2], list[1] - list[end - 1]) < 1.5;
}
