// When a page is taken for slow.

import { equal, ok } from "./assert.js";
import { Tempo } from "../../lossviz/web/js/drawing/tempo.js";

const [SMOOTH, SLOW] = [9, 40];
const DISPLAY = 1000 / 60;

/** A tempo, and a clock whose frames take as long as they are told to; `beats`: whether something is drawn in them. */
function timed() {
  let now = 1000;
  /** @type {((now: number) => void)[]} */
  let waiting = [];
  const tempo = new Tempo((told) => waiting.push(told), () => now);
  /** @type {(took: number, beats?: boolean) => void} */
  const frame = (took, beats = true) => {
    if (beats) tempo.beat();
    const heard = waiting;
    waiting = [];
    for (const told of heard) told(now + took);
    now += Math.ceil(took / DISPLAY) * DISPLAY;
  };
  /** @type {(count: number, took: number) => void} */
  const frames = (count, took) => {
    for (let k = 0; k < count; k += 1) frame(took);
  };
  return { tempo, frame, frames };
}

Deno.test("what keeps up with the display is not late, what takes 40 ms soon is", () => {
  const { tempo, frames } = timed();
  frames(200, SMOOTH);
  equal(tempo.late, false);
  frames(12, SLOW);
  equal(tempo.late, true);
});

Deno.test("a single frame that takes long makes no slow page", () => {
  const { tempo, frame, frames } = timed();
  frames(30, SMOOTH);
  frame(400);
  frames(30, SMOOTH);
  equal(tempo.late, false);
});

Deno.test("a hand that moves seldom is not slow", () => {
  const { tempo, frame } = timed();
  for (let k = 0; k < 60; k += 1) {
    frame(SMOOTH);
    for (let pause = 0; pause < 4; pause += 1) frame(SMOOTH, false);
  }
  equal(tempo.late, false);
});

Deno.test("what is late is so until it rests, and the next motion takes it for slow", () => {
  const { tempo, frame, frames } = timed();
  frames(20, SLOW);
  frames(100, SMOOTH);
  equal(tempo.late, true);
  frame(1000, false);
  frame(SMOOTH);
  equal(tempo.late, true);
});

Deno.test("after a minute a slow page is tried again", () => {
  const { tempo, frame, frames } = timed();
  frames(20, SLOW);
  frame(61_000, false);
  frame(SMOOTH);
  equal(tempo.late, false);
  frames(20, SLOW);
  equal(tempo.late, true);
});

Deno.test("several pictures in one frame are one beat", () => {
  const { tempo, frame } = timed();
  for (let k = 0; k < 40; k += 1) {
    tempo.beat();
    tempo.beat();
    frame(SMOOTH);
  }
  equal(tempo.late, false);
});

/** How many of `count` pictures are painted in each of the next frames. */
function painted(/** @type {ReturnType<typeof timed>} */ { tempo, frame }, /** @type {number} */ count) {
  return Array.from({ length: 4 }, () => {
    const found = Array.from({ length: count }, () => tempo.turn());
    frame(SLOW);
    return found;
  });
}

Deno.test("pictures take turns where coarseness alone does not do, each in every second frame", () => {
  const page = timed();
  page.frames(20, SMOOTH);
  equal(painted(page, 2), Array(4).fill([true, true]));
  page.frames(20, SLOW);
  painted(page, 2);
  const two = painted(page, 2);
  for (const [one, other] of two) equal(one, !other);
  equal(two.map(([one]) => one === two[0][0]), [true, false, true, false]);
  const three = painted(page, 3).slice(1);
  for (const [first, second, third] of three) ok(first === third && first !== second);
});

Deno.test("a single picture never waits for its turn", () => {
  const page = timed();
  page.frames(20, SLOW);
  painted(page, 1);
  equal(painted(page, 1), Array(4).fill([true]));
});
