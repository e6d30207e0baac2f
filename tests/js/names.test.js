// Names of classes stand in their own regions, or nowhere; names beside points stay within the picture.

import { differ, equal, near, ok } from "./assert.js";
import { penInto } from "./pen.js";
import { placeInside } from "../../lossviz/web/js/drawing/inside.js";
import { Labels } from "../../lossviz/web/js/drawing/labels.js";

/** @typedef {import("../../lossviz/web/js/drawing/canvas.js").Box} Box */

const SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]];
// the other way round, narrow towards the right
const WEDGE = [[0, 0], [0, 60], [150, 30]];

/**
 * The place of a name that has one.
 * @param {Parameters<typeof placeInside>} name
 * @returns {Box}
 */
function placed(...name) {
  const box = placeInside(...name);
  ok(box);
  return box;
}

Deno.test("a name lies within its region and in the middle of it", () => {
  const middle = placed(SQUARE, 40, 16);
  near(middle[0] + middle[2], 100, 1);
  near(middle[1] + middle[3], 100, 1);
  const [left, top, right, bottom] = placed(WEDGE, 60, 16);
  for (const [x, y] of [[left, top], [left, bottom], [right, top], [right, bottom]]) {
    ok(x >= 0 && Math.abs(y - 30) <= 30 * (1 - x / 150) + 1e-6);
  }
});

Deno.test("where there is no room there is no name", () => {
  equal(placeInside(SQUARE, 101, 16), null);
  equal(placeInside(WEDGE, 140, 16), null);
  equal(placeInside([], 10, 10), null);
  equal(placeInside(SQUARE, 40, 16, { taken: [[0, 0, 100, 100]] }), null);
});

Deno.test("it hides as few points as can be", () => {
  const points = Array.from({ length: 20 }, (_, k) => [40 + k, 50]).flat();
  const [, top, , bottom] = placed(SQUARE, 40, 16, { points });
  ok(bottom < 50 || top > 50);
});

Deno.test("it stays where it was unless that is clearly worse", () => {
  const box = placed(SQUARE, 40, 16, { before: [25, 70] });
  near(box[0] + 20, 25, 1e-6);
  near(box[1] + 8, 70, 1e-6);
  const points = Array.from({ length: 9 }, () => [25, 70]).flat();
  differ(placed(SQUARE, 40, 16, { before: [25, 70], points }), box);
  // outside of the region there is nothing to keep
  ok(placed(SQUARE, 40, 16, { before: [-30, 50] })[0] >= 0);
});

const SIZE = 16;
const STYLE = { font: `${SIZE}px sans-serif`, colour: "black" };

for (const text of ["enough", "some arrangement does, with CosFace's m"]) {
  Deno.test(`"${text}" stays in the picture, over two lines if it must`, () => {
    /** @type {string[]} */
    const written = [];
    const labels = new Labels({ left: 40, top: 0, right: 300, bottom: 200 });
    const [left, top, right, bottom] = labels.beside(penInto(written), text, 270, 4, 11, SIZE, STYLE);
    ok(40 <= left && left < right && right <= 300 && top >= 0 && bottom <= 200);
    const rows = 0.5 * SIZE * text.length > 260 ? 2 : 1;
    near(bottom - top, rows * 1.2 * SIZE, 1e-9);
    equal(written.length, rows);
    equal(written.join(" "), text);
  });
}

Deno.test("names cover neither each other nor what is to be kept free", () => {
  const labels = new Labels({ left: 0, top: 0, right: 200, bottom: 200 });
  labels.avoid([104, 60, 180, 98]);
  const boxes = [labels.boxes[0]];
  for (const text of ["one", "two", "three"]) boxes.push(labels.beside(penInto([]), text, 100, 100, 6, SIZE, STYLE));
  for (const [k, one] of boxes.entries()) {
    for (const other of boxes.slice(k + 1)) {
      const wide = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
      const high = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
      // lines of text stand a little closer than their boxes are high
      ok(wide <= 0 || high < 1, `${one} and ${other}`);
    }
  }
  equal(labels.take([110, 70, 120, 80]), false);
  equal(labels.take([190, 190, 210, 199]), false);
  equal(labels.take([2, 180, 20, 190]), true);
  equal(labels.take([2, 180, 20, 190]), false);
});
