// Scales and ticks.

import { equal, ok } from "./assert.js";
import { penInto } from "./pen.js";
import { dashOf, scale, square, tickMarks, tickValues, wrap } from "../../lossviz/web/js/drawing/axes.js";
import { ticks, tickText } from "../../lossviz/web/js/drawing/surface.js";

Deno.test("an axis of powers says the powers", () => {
  const axes = [[2, 0, 6, 700, 56], [2, -3, 6, 300, 56], [10, 0.3, 6, 400, 56], [10, -1, 1, 90, 40]];
  const written = axes.map(([base, low, high, room, each]) => {
    const marks = tickMarks({ base }, low, high, room, each);
    return marks.map((mark) => marks.text?.(mark)).join(" ");
  });
  equal(written, ["1 2 4 8 16 32 64", "0.25 1 4 16 64", "10 100 1k 10k 100k 1M", "0.1 1 10"]);
});

Deno.test("ticks are round, lie within the range and leave each other room", () => {
  for (const [low, high] of [[0, 1], [-3.7, 12.2], [1e-5, 3e-5], [-2e6, 7], [99.5, 100.5]]) {
    for (const room of [60, 200, 700]) {
      const values = tickValues(low, high, room, 50);
      ok(values.length <= room / 50 + 1, `${low} … ${high}: ${values}`);
      for (const value of values) ok(value >= low - 1e-9 * (high - low) && value <= high + 1e-9 * (high - low));
      const steps = values.slice(1).map((value, k) => value - values[k]);
      for (const step of steps) ok(Math.abs(step / steps[0] - 1) < 1e-6);
      const digits = steps.length
        ? Number((steps[0] / 10 ** Math.floor(Math.log10(steps[0]) + 1e-9)).toPrecision(6))
        : 1;
      ok([1, 2, 2.5, 5, 10].includes(digits), `a step of ${steps[0]}`);
    }
  }
});

Deno.test("a range that is none has no ticks", () => {
  for (const [low, high] of [[1, 1], [2, 1], [0, Infinity], [NaN, 1]]) {
    equal(tickValues(low, high, 300, 50), []);
  }
});

Deno.test("a tick is written without the noise of binary fractions", () => {
  equal(ticks(0, 0.3, 3).map(tickText), ["0", "0.1", "0.2", "0.3"]);
  equal([-0.5, 250000, 0.0004].map(tickText), ["−0.5", "2.5×10⁵", "4.0×10⁻⁴"]);
});

Deno.test("a scale leads there and back, and holds what is beyond", () => {
  const y = scale(-2, 6, 300, 20);
  for (const value of [-2, 0, 1.25, 6]) ok(Math.abs(y.back(y(value)) - value) < 1e-12);
  equal([y.held(-9), y.held(9), y.back(900), y.back(-900)], [300, 20, -2, 6]);
  // of a single value, and no NaN
  equal(scale(3, 3, 0, 100)(3), 0);
});

Deno.test("a square stands in the middle of its room", () => {
  equal(square(10, 0, 110, 60), { left: 30, top: 0, right: 90, bottom: 60, side: 60 });
  equal(square(10, 10, 5, 5).side, 1);
});

Deno.test("dashes", () => {
  equal([dashOf(true), dashOf([2, 4]), dashOf(null), dashOf(false)], [[7, 5], [2, 4], [], []]);
});

Deno.test("a text goes over so many lines, and is cut after that", () => {
  const pen = penInto();
  pen.font = "16px sans-serif";
  equal(wrap(pen, "cross entropy", 200, 2), ["cross entropy"]);
  equal(wrap(pen, "cross entropy", 60, 2), ["cross", "entropy"]);
  equal(wrap(pen, "cross entropy loss", 60, 2), ["cross", "entrop…"]);
});
