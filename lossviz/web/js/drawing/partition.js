// A plane that is divided among classes, from a grid of places: areas, their edges, the boundaries.
//
// At each place stands the class, by how much it leads (≥ 0), and what a margin leaves of that. Where
// two classes meet, the second at one place is the first at its neighbour; so their scores are equal
// where the lead of the one, going over into minus the lead of the other, is 0.

import { isolines } from "./isolines.js";

// parts of a cell, along each side
export const FINE = 4;
// of what leads by nothing: it is inside of its own region
const LEAST = 1e-30;

/**
 * One number a place, row by row from below; `surplus` is null for a loss without margin.
 * @typedef {{ grid: number, cls: ArrayLike<number>, lead: ArrayLike<number>, surplus: ArrayLike<number> | null }} Partition
 */

/**
 * How many pixels a side the picture of a grid has.
 * @param {number} grid
 */
export function fineSide(grid) {
  return FINE * (grid - 1);
}

/**
 * Colour every pixel by the class that holds it; what none holds under its margin stays 0.
 * @param {Uint32Array} pixels fineSide(grid)² of them, the uppermost row first
 * @param {Partition} regions
 * @param {ArrayLike<number>} colours by class
 */
export function tint(pixels, { grid, cls, lead, surplus }, colours) {
  const side = fineSide(grid);
  const kept = surplus ?? lead;
  for (let row = 0; row < grid - 1; row += 1) {
    for (let column = 0; column < grid - 1; column += 1) {
      const at = row * grid + column;
      const corners = [at, at + 1, at + grid, at + grid + 1];
      const first = cls[at];
      const alike = cls[at + 1] === first && cls[at + grid] === first && cls[at + grid + 1] === first;
      const whole = alike && corners.every((k) => kept[k] >= 0);
      const none = corners.every((k) => kept[k] < 0);
      const left = FINE * column;
      const bottom = side - 1 - FINE * row;
      if (whole || none) {
        const colour = whole ? colours[first] : 0;
        for (let v = 0; v < FINE; v += 1) {
          pixels.fill(colour, (bottom - v) * side + left, (bottom - v) * side + left + FINE);
        }
        continue;
      }
      const owners = alike ? [first] : [...new Set(corners.map((k) => cls[k]))];
      const parts = owners.map((owner) => ({
        owner,
        lead: valuesOf(cls, lead, lead, corners, owner),
        kept: valuesOf(cls, lead, kept, corners, owner),
      }));
      for (let v = 0; v < FINE; v += 1) {
        const start = (bottom - v) * side + left;
        for (let u = 0; u < FINE; u += 1) {
          let [best, most] = [parts[0], -Infinity];
          for (const part of parts) {
            const value = parts.length > 1 ? between(part.lead, u, v) : 0;
            if (value > most) [best, most] = [part, value];
          }
          pixels[start + u] = between(best.kept, u, v) >= 0 ? colours[best.owner] : 0;
        }
      }
    }
  }
}

/**
 * In the middle of part (u, v) of a cell, from its corners: below left and right, above left and right.
 * @param {number[]} corners
 * @param {number} u
 * @param {number} v
 */
function between(corners, u, v) {
  const [a, b] = [(u + 0.5) / FINE, (v + 0.5) / FINE];
  return (1 - b) * ((1 - a) * corners[0] + a * corners[1]) + b * ((1 - a) * corners[2] + a * corners[3]);
}

/**
 * `value` of class `owner` at these corners. Where another class is first, it is minus its lead, less
 * what the margin takes from `owner` at the corners that are its own.
 */
function valuesOf(cls, lead, value, corners, owner) {
  const taken = marginAt(cls, lead, value, corners, owner);
  return corners.map((k) => (cls[k] === owner ? value[k] : -Math.max(lead[k], LEAST) - taken));
}

/** What the margin takes from the lead of class `owner`, on average over those of the places that are its own. */
function marginAt(cls, lead, value, places, owner) {
  let [sum, count] = [0, 0];
  for (const k of places) {
    if (cls[k] !== owner) continue;
    sum += lead[k] - value[k];
    count += 1;
  }
  return count ? sum / count : 0;
}

/**
 * The classes that hold a place at all, in order.
 * @param {ArrayLike<number>} cls
 */
export function present(cls) {
  return [...new Set(Array.from(cls))].sort((one, other) => one - other);
}

/**
 * The edge of a class's region under its margin: lines of column, row, column, row … of the grid.
 * @param {Partition} regions
 * @param {number} owner
 */
export function edges({ grid, cls, lead, surplus }, owner) {
  const kept = surplus ?? lead;
  const field = new Float64Array(grid * grid);
  for (let row = 0; row < grid; row += 1) {
    for (let column = 0; column < grid; column += 1) {
      const k = row * grid + column;
      if (cls[k] === owner) field[k] = kept[k];
      else {
        const beside = [];
        if (column > 0) beside.push(k - 1);
        if (column < grid - 1) beside.push(k + 1);
        if (row > 0) beside.push(k - grid);
        if (row < grid - 1) beside.push(k + grid);
        field[k] = -Math.max(lead[k], LEAST) - marginAt(cls, lead, kept, beside, owner);
      }
    }
  }
  return isolines(field, grid, grid, -LEAST / 2);
}

/**
 * The boundaries between classes, each once: lines of column, row, column, row … of the grid. Where
 * three or more meet in a cell, they meet in one point of it.
 * @param {Partition} regions
 */
export function boundaries({ grid, cls, lead }) {
  const count = grid * grid;
  /** @type {Map<number, number[]>} */
  const links = new Map();
  /** @type {Map<number, [number, number]>} */
  const places = new Map();
  /** @type {(one: number, other: number) => void} */
  const link = (one, other) => {
    links.set(one, [...(links.get(one) ?? []), other]);
    links.set(other, [...(links.get(other) ?? []), one]);
  };
  // the crossing on the side from `at` to its neighbour on the right, or above
  /** @type {(at: number, upright: boolean) => number} */
  const cross = (at, upright) => {
    const next = at + (upright ? grid : 1);
    if (cls[at] === cls[next]) return -1;
    const name = at + (upright ? count : 0);
    if (!places.has(name)) {
      const whole = lead[at] + lead[next];
      const share = whole > 0 ? lead[at] / whole : 0.5;
      const [column, row] = [at % grid, Math.floor(at / grid)];
      places.set(name, upright ? [column, row + share] : [column + share, row]);
    }
    return name;
  };
  for (let row = 0; row < grid - 1; row += 1) {
    for (let column = 0; column < grid - 1; column += 1) {
      const at = row * grid + column;
      const first = cls[at];
      if (cls[at + 1] === first && cls[at + grid] === first && cls[at + grid + 1] === first) continue;
      const found = [cross(at, false), cross(at + 1, true), cross(at + grid, false), cross(at, true)]
        .filter((name) => name >= 0);
      if (found.length === 2) link(found[0], found[1]);
      else {
        const middle = 2 * count + at;
        const sum = [0, 0];
        for (const name of found) places.get(name)?.forEach((value, k) => sum[k] += value / found.length);
        places.set(middle, [sum[0], sum[1]]);
        for (const name of found) link(name, middle);
      }
    }
  }
  return chains(links).map((chain) => chain.flatMap((name) => places.get(name) ?? []));
}

/**
 * The links as chains: from ends and meeting points first, then what is closed.
 * @param {Map<number, number[]>} links
 */
function chains(links) {
  /** @type {number[][]} */
  const found = [];
  /** @type {Set<string>} */
  const used = new Set();
  const key = (/** @type {number} */ one, /** @type {number} */ other) => (
    one < other ? `${one} ${other}` : `${other} ${one}`
  );
  /** @type {(from: number, to: number) => void} */
  const walk = (from, to) => {
    if (used.has(key(from, to))) return;
    const chain = [from];
    let [before, now] = [from, to];
    for (;;) {
      used.add(key(before, now));
      chain.push(now);
      const ways = links.get(now) ?? [];
      if (ways.length !== 2) break;
      const next = ways[0] === before ? ways[1] : ways[0];
      if (used.has(key(now, next))) break;
      [before, now] = [now, next];
    }
    found.push(chain);
  };
  for (const [name, ways] of links) if (ways.length !== 2) { for (const next of ways) walk(name, next); }
  for (const [name, [next]] of links) walk(name, next);
  return found;
}
