// A plane that is divided among classes: pixels and lines against the functions they were made from.

import { equal, near, ok } from "./assert.js";
import { boundaries, edges, FINE, fineSide, present, tint } from "../../lossviz/web/js/drawing/partition.js";

const GRID = 21;
const COLOURS = [0xff0000aa, 0xff00bb00, 0xffcc0000, 0xff00dddd];

/**
 * The partition of a grid by the largest of some scores over (column, row).
 * @param {((x: number, y: number) => number)[]} scores
 * @param {number} margin taken off the lead
 */
function partition(scores, margin = 0, grid = GRID) {
  const count = grid * grid;
  const [cls, lead, surplus] = [new Uint8Array(count), new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k += 1) {
    const values = scores.map((score) => score(k % grid, Math.floor(k / grid)));
    const order = values.map((_, j) => j).sort((one, other) => values[other] - values[one]);
    cls[k] = order[0];
    lead[k] = values[order[0]] - values[order[1]];
    surplus[k] = lead[k] - margin;
  }
  return { grid, cls, lead, surplus };
}

/** @param {number[]} list */
function pointsOf(list) {
  return Array.from({ length: list.length / 2 }, (_, k) => [list[2 * k], list[2 * k + 1]]);
}

// halves: class 1 where x + 2y is larger than 30.3
const HALVES = [() => 0, (/** @type {number} */ x, /** @type {number} */ y) => x + 2 * y - 30.3];
// thirds that meet in (10.2, 9.6)
const THIRDS = [90, 210, 330].map((angle) => {
  const [a, b] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return (/** @type {number} */ x, /** @type {number} */ y) => a * (x - 10.2) + b * (y - 9.6);
});

Deno.test("the boundary of two classes with linear scores is one exact line from side to side", () => {
  const [line, ...others] = boundaries(partition(HALVES));
  equal(others.length, 0);
  for (const [x, y] of pointsOf(line)) near(x + 2 * y, 30.3, 1e-9);
  for (const [x, y] of [pointsOf(line)[0], pointsOf(line).at(-1) ?? []]) {
    ok(x === 0 || y === 0 || x === GRID - 1 || y === GRID - 1);
  }
});

Deno.test("three classes meet in one cell: three lines, each exact, each once", () => {
  const lines = boundaries(partition(THIRDS));
  equal(lines.length, 3);
  const meeting = lines.map((line) => {
    const points = pointsOf(line);
    return [points[0], points.at(-1) ?? []].find(([x, y]) => Math.hypot(x - 10.2, y - 9.6) < 1);
  });
  for (const point of meeting) equal(point, meeting[0]);
  for (const line of lines) {
    for (const [x, y] of pointsOf(line)) {
      if (Math.hypot(x - 10.2, y - 9.6) < 1.5) continue;
      const [first, second] = THIRDS.map((score) => score(x, y)).sort((one, other) => other - one);
      near(first, second, 1e-9);
    }
  }
});

Deno.test("a class within another has a closed boundary", () => {
  const disc = [(/** @type {number} */ x, /** @type {number} */ y) => 36 - (x - 10) ** 2 - (y - 10) ** 2, () => 0];
  const [line, ...others] = boundaries(partition(disc));
  equal(others.length, 0);
  const points = pointsOf(line);
  equal(points[0], points.at(-1));
  for (const [x, y] of points) near(Math.hypot(x - 10, y - 10), 6, 0.05);
});

Deno.test("the edge under the margin is where the margin is used up", () => {
  // also where the band is narrower than a cell
  for (const margin of [3, 0.4]) {
    const found = partition(HALVES, margin);
    for (const [cls, at] of [[0, 30.3 - margin], [1, 30.3 + margin]]) {
      const [edge, ...others] = edges(found, cls);
      equal(others.length, 0);
      for (const [x, y] of pointsOf(edge)) near(x + 2 * y, at, 1e-9);
    }
  }
});

Deno.test("every pixel has the colour of the class that holds it, and the band has none", () => {
  for (
    const [scores, margin] of /** @type {const} */ ([[HALVES, 0], [HALVES, 0.4], [HALVES, 3], [THIRDS, 0], [THIRDS, 2]])
  ) {
    const found = partition([...scores], margin);
    const side = fineSide(GRID);
    const pixels = new Uint32Array(side * side).fill(7);
    tint(pixels, found, COLOURS);
    let wrong = 0;
    for (let k = 0; k < pixels.length; k += 1) {
      const [x, y] = [(k % side + 0.5) / FINE, (side - Math.floor(k / side) - 0.5) / FINE];
      const values = scores.map((score) => score(x, y));
      const best = values.indexOf(Math.max(...values));
      const lead = values[best] - Math.max(...values.filter((_, j) => j !== best));
      // near to where three meet, a cell's lead is no linear function
      if (scores.length > 2 && (Math.abs(lead - margin) < 0.3 || Math.hypot(x - 10.2, y - 9.6) < 2)) continue;
      if (Math.abs(lead - margin) < 1e-6 || lead < 1e-6) continue;
      wrong += pixels[k] === (lead >= margin ? COLOURS[best] : 0) ? 0 : 1;
    }
    equal(wrong, 0);
  }
});

Deno.test("a lead of nothing belongs to the class that has the place", () => {
  const flat = {
    grid: 2,
    cls: new Uint8Array(4).fill(3),
    lead: new Float64Array(4),
    surplus: null,
  };
  const pixels = new Uint32Array(fineSide(2) ** 2);
  tint(pixels, flat, COLOURS);
  ok(pixels.every((pixel) => pixel === COLOURS[3]));
  equal(present(flat.cls), [3]);
  equal(boundaries(flat), []);
});
