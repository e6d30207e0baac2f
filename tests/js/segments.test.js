// Pieces of lines on a sphere: what lies in front, and what lies behind.

import { equal } from "./assert.js";
import { Segments } from "../../lossviz/web/js/drawing/segments.js";

/**
 * What is drawn of these pieces.
 * @param {number[]} ends
 * @param {boolean} front
 */
function drawn(ends, front, wanted = (/** @type {number} */ _piece) => true) {
  /** @type {(string | number)[][]} */
  const way = [];
  const pen = /** @type {CanvasPath} */ ({
    moveTo: (x, y) => void way.push(["to", x, y]),
    lineTo: (x, y) => void way.push(["line", x, y]),
  });
  new Segments(ends, (x, y, z) => [x, y, z]).trace(pen, front, wanted);
  return way;
}

const CROSSING = [0, 0, 1, 4, 8, -3];

Deno.test("a piece that goes behind is parted at the rim", () => {
  equal(drawn(CROSSING, true), [["to", 0, 0], ["line", 1, 2]]);
  equal(drawn(CROSSING, false), [["to", 1, 2], ["line", 4, 8]]);
});

Deno.test("pieces that meet are one line, others begin anew", () => {
  const pieces = [0, 0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1, 9, 9, 1, 9, 0, 1];
  equal(drawn(pieces, true).map(([act]) => act), ["to", "line", "line", "to", "line"]);
  equal(drawn(pieces, false), []);
});

Deno.test("only wanted pieces, and none with a number missing; places count all of them", () => {
  const pieces = [NaN, 0, 1, 2, 0, 1, 5, 5, 1, 6, 6, 1, ...CROSSING];
  equal(drawn(pieces, true, (piece) => piece === 1), [["to", 5, 5], ["line", 6, 6]]);
  equal(drawn(pieces, true, (piece) => piece === 0), []);
});
