// Tips of vectors, and a point on a circle, that are drawn to another place.

import { equal, near, ok } from "./assert.js";
import { LOOK } from "./page.js";
import { canMove, tipValues } from "../../lossviz/web/js/drawing/tips.js";
import { Plane } from "../../lossviz/web/js/pictures/plane.js";

const shift = { drag: ["v1", "v2"], start: "start", share: "left" };
const polar = { drag: ["turn", "length"], start: "polar", polar: true, only: 1 };
const shapes = { areas: [2, 3, 2] };

/** @param {Record<string, number[]>} [more] */
function frameOf(more = {}) {
  const arrays = {
    areas: Array(12).fill(NaN),
    w: [1, 0, 0, 2],
    at: [0, -1],
    start: [0.5, 0, -0.5, 2],
    left: [0.5],
    polar: [0, 1, 90, 2],
    ...more,
  };
  const found = Object.fromEntries(Object.entries(arrays).map(([name, list]) => [name, Float32Array.from(list)]));
  return /** @type {any} */ ({ position: 0, values: [], ...found, shapes });
}

/** @param {Record<string, any>} more */
function planeOf(more) {
  /** @type {any[]} */
  const told = [];
  const hooks = {
    grab: (/** @type {string[]} */ names) => Boolean(told.push(["grab", ...names])),
    move: (/** @type {number[]} */ values) => told.push(values.map((value) => Math.round(100 * value) / 100)),
    drop: () => told.push(["drop"]),
    nudge: (/** @type {string[]} */ names, /** @type {number[]} */ ways) => told.push([...names, ...ways]),
    light: () => {},
    redraw: () => {},
  };
  const spec = {
    type: "plane",
    id: "plane",
    about: "",
    box: 4,
    regions: "areas",
    vectors: "w",
    names: ["1", "2"],
    ...more,
  };
  const plane = new Plane(/** @type {any} */ (hooks));
  plane.update(/** @type {any} */ (spec), /** @type {any} */ ({}));
  plane.draw(frameOf(), LOOK);
  return { plane, told };
}

Deno.test("a tip that is shifted gives what its sliders are, for all that is left of them", () => {
  const frame = frameOf();
  // it stands at start + share · v
  equal(tipValues(shift, frame, 0, [1, 0.25]), [1, 0.5]);
  equal(tipValues(shift, frame, 1, [-0.5, 1.5]), [0, -1]);
  ok(canMove(shift, frame, 0) && canMove(shift, frame, 1));
  ok(!canMove(shift, frameOf({ left: [0] }), 0), "nothing is left: it stays where it is");
  ok(!canMove(null, frame, 0));
});

Deno.test("a tip that is turned gives degrees the short way round, and a factor of its length", () => {
  const frame = frameOf();
  ok(canMove(polar, frame, 1) && !canMove(polar, frame, 0), "only one is meant");
  const [turned, factor] = tipValues(polar, frame, 1, [1, 0]);
  near(turned, -90);
  near(factor, 0.5);
  const [beyond] = tipValues(polar, frameOf({ polar: [0, 1, 170, 2] }), 1, [-2, -0.0001]);
  near(beyond, 10, 0.1);
});

Deno.test("an arrow's tip can be taken hold of, the arrow's middle cannot", () => {
  const { plane, told } = planeOf({ tips: shift });
  const { place } = plane;
  const [x, y] = [place.x(1), place.y(0)];
  const grip = plane.grip(x + 5, y, false);
  grip?.start();
  // where it was taken hold of stays under the hand
  grip?.move(place.x(1.5) + 5, place.y(1));
  grip?.end();
  equal(told, [["grab", "v1", "v2"], [2, 2], ["drop"]]);
  ok(!plane.grip(place.x(-2), place.y(-2), false));
});

Deno.test("a point on the circle turns one slider, by hand and by keys", () => {
  const { plane, told } = planeOf({ probe: { at: "at", drag: ["phi"], term: "phi", name: "" } });
  const { place } = plane;
  const grip = plane.grip(place.x(0), place.y(-1), false);
  grip?.move(place.x(2), place.y(2));
  plane.push(1, 0);
  plane.push(0, 1);
  equal(told, [[45], ["phi", 1], ["phi", -1]]);
});
