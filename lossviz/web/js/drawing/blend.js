// Frames between two trained states, so that pictures move instead of jumping. Never shown at rest.

const TURN = 2 * Math.PI;
/**
 * @typedef {{ shapes: Record<string, number[]>, [name: string]: any }} Frame
 * @typedef {Record<"directions" | "numbers" | "sectors" | "polygons" | "same", string[]>} Glides arrays by how they glide
 */

/**
 * Two frames about the same points, that can be blended.
 * @param {Frame} one
 * @param {Frame} other
 * @param {Glides} glides
 */
export function comparable(one, other, { directions: ways, same }) {
  if (ways.some((name) => one[name].length !== other[name].length || width(one, name) !== width(other, name))) {
    return false;
  }
  return same.every((name) => (
    one[name].length === other[name].length && one[name].every((value, k) => value === other[name][k])
  ));
}

/**
 * The frame at `share` (0..1) of the way from `one` to `next`; what cannot glide is that of `base`.
 * @param {Frame} one
 * @param {Frame} next
 * @param {number} share
 * @param {Glides} glides
 * @param {Frame} base
 * @returns {any}
 */
export function blend(one, next, share, { directions: ways, numbers, sectors, polygons }, base) {
  const mixed = Object.assign(Object.create(Object.getPrototypeOf(base)), base);
  const mix = (names, how) => {
    for (const name of names) {
      if (one[name] && next[name]) mixed[name] = how(one[name], next[name], share, name) ?? base[name];
    }
  };
  mix(ways, (from, to, _, name) => directions(from, to, share, width(base, name)));
  mix(numbers, between);
  mix(sectors, turned);
  mix(polygons, moved);
  return mixed;
}

/** How many numbers a direction has. */
function width({ shapes }, name) {
  return shapes[name].at(-1);
}

function between(one, next, share) {
  const mixed = new Float32Array(next.length);
  for (let k = 0; k < mixed.length; k += 1) mixed[k] = one[k] + share * (next[k] - one[k]);
  return mixed;
}

function directions(one, next, share, dim) {
  const mixed = between(one, next, share);
  for (let at = 0; at < mixed.length; at += dim) {
    let square = 0;
    for (let k = at; k < at + dim; k += 1) square += mixed[k] * mixed[k];
    const scale = square > 1e-6 ? 1 / Math.sqrt(square) : 0;
    for (let k = at; k < at + dim; k += 1) mixed[k] *= scale;
  }
  return mixed;
}

function alike(one, next, same) {
  return one && next && one.length === next.length && one.every((piece, k) => same(piece, next[k]));
}

/** Sectors turn along when both frames have the same ones, in the same order. */
function turned(one, next, share) {
  if (!alike(one, next, (a, b) => a.kind === b.kind && a.cls === b.cls)) return null;
  return one.map((row, k) => {
    const goal = next[k];
    const way = ((((goal.start - row.start + Math.PI) % TURN) + TURN) % TURN) - Math.PI;
    const start = row.start + share * way;
    const width = row.end - row.start + share * (goal.end - goal.start - row.end + row.start);
    return { kind: row.kind, cls: row.cls, start, end: start + width };
  });
}

/** Polygons move along when both frames have the same ones with as many corners. */
function moved(one, next, share) {
  const same = (a, b) => a.kind === b.kind && a.cls === b.cls && a.points.length === b.points.length;
  if (!alike(one, next, same)) return null;
  return one.map((piece, k) => ({ ...piece, points: between(piece.points, next[k].points, share) }));
}
