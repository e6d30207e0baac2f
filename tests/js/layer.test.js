// What of a picture is painted again, and what is kept as an image.

import { equal, ok } from "./assert.js";
import { drawn, hooks, LOOK } from "./page.js";
import { Layer } from "../../lossviz/web/js/drawing/layer.js";
import { Ball } from "../../lossviz/web/js/pictures/ball.js";

const SIZE = { width: 100, height: 50, ratio: 2 };

/** A layer, how often it was painted, and what of it was drawn on the picture's pen. */
function layered() {
  const layer = new Layer();
  let painted = 0;
  /** @type {any[][]} */
  const images = [];
  const pen = /** @type {any} */ ({ drawImage: (/** @type {any[]} */ ...args) => images.push(args) });
  /** @type {(key: Record<string, any>, size?: typeof SIZE, moving?: boolean) => boolean} */
  const draw = (key, size = SIZE, moving = true) => layer.draw(pen, size, key, moving, () => painted += 1);
  return { draw, images, painted: () => painted };
}

Deno.test("what changes every time is painted every time, and nothing is kept", () => {
  const { draw, images, painted } = layered();
  for (let k = 0; k < 5; k += 1) ok(draw({ k }));
  equal([painted(), images.length], [5, 0]);
});

Deno.test("what stays the same is painted once more, for its image, which covers the picture", () => {
  const { draw, images, painted } = layered();
  const at = new Float32Array(4);
  equal([1, 2, 3, 4].map(() => draw({ at, lit: null })), [true, true, false, false]);
  equal(painted(), 2);
  equal(images.map((args) => args.slice(1)), Array(3).fill([0, 0, 100, 50]));
});

Deno.test("another number, text, array or size is painted anew, the same numbers elsewhere are not", () => {
  const key = { at: Float32Array.of(1, NaN), lit: /** @type {string | null} */ (null), far: 1 };
  const same = layered();
  for (let k = 0; k < 3; k += 1) same.draw({ ...key, at: key.at.slice() });
  equal(same.painted(), 2);
  for (const other of [{ at: Float32Array.of(1, 2) }, { at: Float32Array.of(1) }, { lit: "w1" }, { far: 2 }]) {
    const { draw, painted } = layered();
    for (let k = 0; k < 3; k += 1) draw(key);
    ok(draw({ ...key, ...other }));
    equal(painted(), 3);
  }
  const { draw, painted } = layered();
  for (let k = 0; k < 3; k += 1) draw(key);
  ok(draw(key, { ...SIZE, ratio: 1 }));
  equal(painted(), 3);
});

Deno.test("what rests is painted on the picture itself, each time", () => {
  const { draw, images, painted } = layered();
  for (let k = 0; k < 4; k += 1) ok(draw({ k: 1 }, SIZE, false));
  equal([painted(), images.length], [4, 0]);
});

const ARRAYS = {
  mesh: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  owner: [0],
  odds: [5],
  at: [1, 0, 0, 0, 1, 0],
  cls: [0],
  w: [1, 0, 0, 0, 1, 0],
};

Deno.test("a point that moves on a sphere leaves the sphere as it is, and it can be lit as before", () => {
  const ball = new Ball(hooks());
  /** @type {import("../../lossviz/web/js/pictures/records.d.ts").Sphere} */
  const spec = {
    type: "sphere",
    id: "sphere",
    about: "what it shows",
    vectors: "w",
    names: ["1", "2"],
    vector_terms: ["w1", "w2"],
    faces: { mesh: "mesh", owner: "owner", odds: "odds" },
    edges: { at: "at", cls: "cls" },
    lines: { at: "at" },
    probe: { at: "p", term: "x" },
  };
  ball.update(spec, {});
  const fixed = Object.fromEntries(Object.entries(ARRAYS).map(([name, list]) => [name, Float32Array.from(list)]));
  const show = (/** @type {number[]} */ p, /** @type {Record<string, any>} */ more = {}) => {
    ball.draw(/** @type {any} */ ({ shapes: {}, ...fixed, p: Float32Array.from(p), ...more }), {
      ...LOOK,
      still: true,
    });
    return drawn(ball.canvas).filter(({ name }) => name === "stroke").length;
  };
  const first = show([1, 0, 0]);
  const marked = ball.marks.map(({ term }) => term);
  // the second is coarser than the first: something moves
  show([0, 1, 0]);
  show([0, 0, 1]);
  const later = show([1, 0, 0]);
  ok(later < first, `${later} of ${first} strokes`);
  equal(ball.marks.map(({ term }) => term), marked);
  equal([...marked].sort(), ["w1", "w2", "x"]);
  ok(show([0, 1, 0], { w: Float32Array.from([0, 1, 0, 1, 0, 0]) }) > later);
  ball.close();
});
