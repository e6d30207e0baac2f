// When pictures are painted, how finely, and what they are painted from.

import { equal, ok } from "./assert.js";
import { Pace } from "../../lossviz/web/js/drawing/pace.js";
import { Reading } from "../../lossviz/web/js/drawing/reading.js";
import { Tempo } from "../../lossviz/web/js/drawing/tempo.js";

const RESTED_MS = 400;

/** @type {(ms: number) => Promise<void>} */
const pass = (ms) => new Promise((go) => setTimeout(go, ms));

class Watch {
  /** @type {((entries: { isIntersecting: boolean }[]) => void)[]} */
  static heard = [];
  /** @param {(entries: { isIntersecting: boolean }[]) => void} heard */
  constructor(heard) {
    Watch.heard.push(heard);
  }
  observe() {}
  disconnect() {}
}
Reflect.set(globalThis, "IntersectionObserver", Watch);

/** A page whose frames all take `took` milliseconds. */
function page(took = 8) {
  let now = 0;
  return new Tempo((told) => told(now += took), () => now);
}

/** A pace, what it painted, and how to scroll what it paints onto the screen or off it. */
function paced(most = 1, how = { tempo: page() }) {
  /** @type {string[]} */
  const painted = [];
  /** @type {Map<string, string>} */
  const told = new Map();
  const node = {
    hasAttribute: (/** @type {string} */ name) => told.has(name),
    getAttribute: (/** @type {string} */ name) => told.get(name) ?? null,
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => told.set(name, value),
    removeAttribute: (/** @type {string} */ name) => told.delete(name),
  };
  const pace = new Pace(
    /** @type {any} */ (node),
    (moving) => {
      painted.push(moving ? "coarse" : "fine");
      return moving && most === 1;
    },
    how,
  );
  const looked = Watch.heard[Watch.heard.length - 1];
  const seen = (/** @type {boolean} */ isIntersecting) => looked([{ isIntersecting }]);
  return { pace, painted, seen, owes: () => told.has("data-owed") };
}

Deno.test("what is asked for once is painted at once and finely, and not again", async () => {
  const { pace, painted } = paced();
  pace.ask();
  equal(painted, ["fine"]);
  await pass(RESTED_MS);
  equal(painted, ["fine"]);
  pace.close();
});

Deno.test("one redraw after the other is coarse, and what rests is fine again", async () => {
  const { pace, painted, owes } = paced();
  for (let k = 0; k < 4; k += 1) {
    pace.ask();
    equal(owes(), k > 0);
    await pass(20);
  }
  equal(painted, ["fine", "coarse", "coarse", "coarse"]);
  await pass(RESTED_MS);
  equal(painted, ["fine", "coarse", "coarse", "coarse", "fine"]);
  pace.ask();
  // the rest was no redraw that was asked for
  equal(painted.slice(5), ["fine"]);
  pace.close();
});

Deno.test("a picture that is never coarse is not painted again when it rests", async () => {
  const { pace, painted } = paced(0);
  pace.ask();
  pace.ask();
  await pass(RESTED_MS);
  equal(painted, ["fine", "coarse"]);
  pace.close();
});

Deno.test("what is off the screen waits until it rests", async () => {
  const { pace, painted, seen } = paced();
  seen(false);
  pace.ask();
  equal(painted, ["fine"]);
  for (let k = 0; k < 3; k += 1) pace.ask();
  equal(painted, ["fine"]);
  await pass(RESTED_MS);
  equal(painted, ["fine", "fine"]);
  pace.close();
});

Deno.test("what comes onto the screen while something moves is painted at once", async () => {
  const { pace, painted, seen } = paced();
  seen(false);
  pace.ask();
  pace.ask();
  equal(painted, ["fine"]);
  seen(true);
  equal(painted, ["fine", "coarse"]);
  await pass(RESTED_MS);
  equal(painted, ["fine", "coarse", "fine"]);
  // nothing is owed: coming back shows nothing new
  seen(false);
  seen(true);
  equal(painted.length, 3);
  pace.close();
});

Deno.test("what waits while frames come late is painted now and then, and as it is when it rests", async () => {
  for (const [took, late] of [[8, false], [60, true]]) {
    const { pace, painted } = paced(0, { tempo: page(Number(took)), waits: true });
    for (let k = 0; k < 30; k += 1) {
      pace.ask();
      await pass(10);
    }
    ok(late ? painted.length < 20 : painted.length === 30, `${painted.length} of 30 at ${took} ms`);
    ok(painted.length > 1, "it is not left for the end");
    // the second of two in a moment waits
    pace.ask();
    pace.ask();
    const before = painted.length;
    await pass(RESTED_MS);
    equal(painted.slice(before), late ? ["fine"] : []);
    pace.close();
  }
});

Deno.test("a closed pace paints no more", async () => {
  const { pace, painted } = paced();
  pace.ask();
  pace.ask();
  pace.close();
  await pass(RESTED_MS);
  equal(painted, ["fine", "coarse"]);
});

const SPEC = { type: "plane", vectors: "w", points: { at: "x", labels: "y" }, marks: [{ at: "p" }] };

/** @param {Record<string, number[]>} arrays */
function frameOf(arrays, shapes = {}) {
  const typed = Object.entries(arrays).map(([name, list]) => [name, Float32Array.from(list)]);
  return { values: new Float32Array(0), shapes, ...Object.fromEntries(typed) };
}

function look() {
  return /** @type {import("../../lossviz/web/js/drawing/canvas.js").Look} */ ({
    palette: /** @type {any} */ (PALETTE),
    type: TYPE,
    lit: null,
    still: false,
  });
}
const PALETTE = { mode: "light" };
const TYPE = { size: 16, axis: 13, family: "serif" };
const ARRAYS = { w: [1, 2], x: [3, NaN], y: [0], p: [5], other: [6] };

Deno.test("a picture repeats itself where all arrays that its record names are as before", () => {
  const reading = new Reading(SPEC);
  equal(reading.repeats(frameOf(ARRAYS), look()), false);
  equal(reading.repeats(frameOf(ARRAYS), look()), true);
  // one that it does not name may change
  equal(reading.repeats(frameOf({ ...ARRAYS, other: [7] }), look()), true);
});

for (const change of [{ w: [1, 3] }, { x: [3, 4] }, { x: [NaN, NaN] }, { y: [0, 1] }, { p: [6] }]) {
  Deno.test(`${Object.keys(change)[0]} = ${Object.values(change)[0]} is another picture, also deep in the record`, () => {
    const reading = new Reading(SPEC);
    reading.repeats(frameOf(ARRAYS), look());
    equal(reading.repeats(frameOf({ ...ARRAYS, ...change }), look()), false);
    // and that one is what the next is compared with
    equal(reading.repeats(frameOf({ ...ARRAYS, ...change }), look()), true);
    equal(reading.repeats(frameOf(ARRAYS), look()), false);
  });
}

Deno.test("another shape, an array that is gone, or another look is another picture", () => {
  const reading = new Reading(SPEC);
  reading.repeats(frameOf(ARRAYS, { w: [2, 1] }), look());
  equal(reading.repeats(frameOf(ARRAYS, { w: [1, 2] }), look()), false);
  const { p: _, ...rest } = ARRAYS;
  equal(reading.repeats(frameOf(rest, { w: [1, 2] }), look()), false);
  for (const other of [{ lit: "p" }, { palette: { mode: "dark" } }, { type: { ...TYPE } }, { still: true }]) {
    reading.repeats(frameOf(ARRAYS), look());
    ok(!reading.repeats(frameOf(ARRAYS), Object.assign(look(), other)), Object.keys(other)[0]);
  }
});
