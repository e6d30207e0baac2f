// Lines of equal value through a grid.

import { equal, ok } from "./assert.js";
import { isolines } from "../../lossviz/web/js/drawing/isolines.js";

/**
 * A function on a grid of `side` × `side` corners.
 * @param {number} side
 * @param {(x: number, y: number) => number} at
 */
function grid(side, at) {
  return Float64Array.from({ length: side * side }, (_, k) => at(k % side, Math.floor(k / side)));
}

/** @param {number[]} list */
function pointsOf(list) {
  return Array.from({ length: list.length / 2 }, (_, k) => [list[2 * k], list[2 * k + 1]]);
}

Deno.test("of a plane, the line is straight and exact", () => {
  const [line, ...others] = isolines(grid(6, (x, y) => x + 2 * y), 6, 6, 5.5);
  equal(others.length, 0);
  for (const [x, y] of pointsOf(line)) ok(Math.abs(x + 2 * y - 5.5) < 1e-12);
  // from one side of the grid to another
  const ends = [pointsOf(line)[0], pointsOf(line).at(-1) ?? []];
  for (const [x, y] of ends) ok(x === 0 || y === 0 || x === 5 || y === 5);
});

Deno.test("of a bowl, the line is one closed ring at its radius", () => {
  const side = 41;
  const rings = isolines(grid(side, (x, y) => Math.hypot(x - 20, y - 20)), side, side, 12.3);
  equal(rings.length, 1);
  const points = pointsOf(rings[0]);
  for (const [x, y] of points) ok(Math.abs(Math.hypot(x - 20, y - 20) - 12.3) < 0.01);
  equal(points[0], points.at(-1));
  const steps = points.slice(1).map(([x, y], k) => Math.hypot(x - points[k][0], y - points[k][1]));
  ok(Math.max(...steps) <= Math.SQRT2 + 1e-9);
  // once round: its length is nearly the circle's
  const length = steps.reduce((sum, step) => sum + step, 0);
  ok(Math.abs(length / (2 * Math.PI * 12.3) - 1) < 0.005);
});

Deno.test("two hills have two rings, and their saddle two open lines", () => {
  const side = 31;
  const hills = grid(
    side,
    (x, y) => Math.exp(-((x - 8) ** 2 + (y - 15) ** 2) / 9) + Math.exp(-((x - 22) ** 2 + (y - 15) ** 2) / 9),
  );
  equal(isolines(hills, side, side, 0.5).length, 2);
  for (const level of [0.7, -0.7]) {
    const lines = isolines(grid(side, (x, y) => ((x - 15) * (y - 15)) / 10), side, side, level);
    equal(lines.length, 2);
    for (const [x, y] of lines.flatMap(pointsOf)) ok(Math.abs(((x - 15) * (y - 15)) / 10 - level) < 0.1);
  }
});

Deno.test("a cell with two lines is cut as its middle says", () => {
  // high at two opposite corners; 0.5 in the middle
  const value = [1, 0, 0, 1];
  for (const level of [0.4, 0.6]) {
    const lines = isolines(value, 2, 2, level);
    equal(lines.length, 2);
    // where the middle is high, the two low corners are cut off, and the other way round
    const sides = lines.map((line) => pointsOf(line).map(([x, y]) => (x + y > 1 ? "far" : "near")));
    const alone = lines.map((line) => pointsOf(line).reduce((sum, [x, y]) => sum + (x - y) / 2, 0));
    if (level < 0.5) ok(alone.every((away) => Math.abs(away) > 0.3));
    else ok(sides.every(([one, other]) => one === other));
  }
});

Deno.test("no line where nothing crosses, and half way where one side has no end", () => {
  equal(isolines(grid(4, () => 1), 4, 4, 2), []);
  const [line] = isolines([0, Infinity, 0, Infinity], 2, 2, 3);
  equal(pointsOf(line).map(([x]) => x), [0.5, 0.5]);
});
