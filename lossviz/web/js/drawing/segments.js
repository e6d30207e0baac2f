// Pieces of lines in space, seen from one side: what lies in front, and what lies behind.

/** Pieces [x0, y0, z0, x1, y1, z1] one after the other; those with a number missing are left out. */
export class Segments {
  /** @type {{ piece: number, from: number[], to: number[] }[]} */
  #ends = [];

  /**
   * `turned(x, y, z)` gives the place on the canvas and how near it is: behind where that is below 0.
   * @param {ArrayLike<number>} ends
   * @param {(x: number, y: number, z: number) => number[]} turned
   */
  constructor(ends, turned) {
    for (let k = 0; k + 5 < ends.length; k += 6) {
      if (Number.isNaN(ends[k])) continue;
      this.#ends.push({
        piece: k / 6,
        from: turned(ends[k], ends[k + 1], ends[k + 2]),
        to: turned(ends[k + 3], ends[k + 4], ends[k + 5]),
      });
    }
  }

  /**
   * Add what lies in front (or behind) to the pen's path; `wanted(piece)` tells which.
   * @param {CanvasPath} pen
   * @param {boolean} front
   * @param {(piece: number) => boolean} wanted
   */
  trace(pen, front, wanted) {
    /** @type {number[] | null} */
    let last = null;
    for (const { piece, from, to } of this.#ends) {
      if (!wanted(piece)) continue;
      const [start, end] = part(from, to, front);
      if (!start) continue;
      // one line where they meet, so that its dashes run on
      if (!last || Math.abs(last[0] - start[0]) + Math.abs(last[1] - start[1]) > 0.5) pen.moveTo(start[0], start[1]);
      pen.lineTo(end[0], end[1]);
      last = end;
    }
  }
}

/**
 * The part of the way from one place to another that lies in front (or behind), or nothing.
 * @param {number[]} from
 * @param {number[]} to
 * @param {boolean} front
 */
function part(from, to, front) {
  const [first, second] = [from[2] >= 0 === front, to[2] >= 0 === front];
  if (!first && !second) return [];
  if (first && second) return [from, to];
  const share = from[2] / (from[2] - to[2]);
  const rim = [0, 1].map((axis) => from[axis] + share * (to[axis] - from[axis]));
  return first ? [from, rim] : [rim, to];
}
