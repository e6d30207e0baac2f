// Curves: how far axes go, a second axis, histograms, a rule that reads; what a hand moves.

import { equal, near, ok } from "./assert.js";
import { drawn, happen, hooks, LOOK, PALETTE, texts } from "./page.js";
import { niceTop, rangeOf } from "../../lossviz/web/js/drawing/range.js";
import { tickMarks } from "../../lossviz/web/js/drawing/axes.js";
import { Bars } from "../../lossviz/web/js/pictures/bars.js";
import { Contour } from "../../lossviz/web/js/pictures/contour.js";
import { Curves } from "../../lossviz/web/js/pictures/curves.js";
import { Numbers } from "../../lossviz/web/js/pictures/numbers.js";

/** @typedef {import("../../lossviz/web/js/pictures/records.d.ts").Curves} Record */

Deno.test("a round top is the least round number that no value passes", () => {
  equal([7.2, 6, 1.01, 0.02, 95].map(niceTop), [8, 6, 1.5, 0.02, 100]);
  equal([0, -3, NaN].map(niceTop), [1, 1, 1]);
});

Deno.test("an axis goes on as far as its curves do, and no farther back than it began", () => {
  const frame = { y: Float32Array.of(0.5, NaN, -2, Infinity) };
  const least = { low: -1, high: 1 };
  equal(rangeOf(frame, least, [{ y: "y" }]), [-1, 1]);
  const [low, high] = rangeOf(frame, { ...least, grows: "close" }, [{ y: "y" }]);
  near(low, -2.1, 1e-6);
  equal(high, 1);
  equal(rangeOf(frame, { low: 0, high: 0, grows: "round" }, [{ y: "y" }])[1], 0.5);
});

Deno.test("degrees have round steps, shares are percentages, ends stand alone", () => {
  const degrees = { unit: /** @type {const} */ ("°"), steps: [30, 60, 90] };
  equal([...tickMarks(degrees, 0, 180, 300, 56)], [0, 60, 120, 180]);
  equal(tickMarks(degrees, 0, 180, 300, 56).text?.(60), "60°");
  const shares = tickMarks({ unit: "%", ends: true }, 0, 1, 300, 40);
  equal([...shares].map((value) => shares.text?.(value)), ["0 %", "100 %"]);
});

/** @type {Record} */
const COURSE = {
  type: "curves",
  id: "history",
  x: { low: 0, high: "last", label: "", ends: true },
  y: { low: 0, high: 0, label: "", ends: true, grows: "round" },
  right: { low: 0, high: 1, label: "", ends: true, unit: "%" },
  lines: [
    { x: "steps", y: "accuracies", colour: "good", name: "accuracy", term: "accuracy", right: true },
    { x: "steps", y: "losses", colour: "accent", name: "loss", term: "loss" },
  ],
  rules: [{ x: "step", colour: "ink", dash: false, term: null, name: "", reads: true }],
  drag: "step",
};
const FRAME = {
  position: 0,
  values: new Float32Array(0),
  shapes: {},
  steps: [0, 10, 20, 30, 40],
  losses: [7, 3, 2, 1, NaN],
  accuracies: [0.25, 0.5, 0.75, 1, NaN],
  last: [40],
  step: [20],
};

/**
 * @param {Record} spec
 * @param {any} frame
 */
function shown(spec, frame) {
  const asks = hooks();
  const picture = new Curves(asks);
  picture.update(spec, {});
  picture.draw(frame, LOOK);
  return { picture, asks };
}

Deno.test("two curves lie over two axes, and a rule reads both where it stands", () => {
  const { picture } = shown(COURSE, FRAME);
  const { x, y, right_y } = picture.place;
  equal([y.high, right_y?.high], [8, 1]);
  const dots = drawn(picture.canvas).filter(({ name }) => name === "arc").map(({ args }) => args.slice(0, 2));
  equal(dots, [[x(20), right_y?.(0.75)], [x(20), y(2)]]);
  for (const word of ["loss", "accuracy", "0", "8", "0 %", "100 %", "20", "40"]) {
    ok(texts(picture.canvas).includes(word), word);
  }
});

Deno.test("numbers of the axis make room for the one that is read", () => {
  const { picture } = shown(COURSE, { ...FRAME, step: [40] });
  equal(texts(picture.canvas).filter((word) => word === "40").length, 1);
  // where nothing has arrived there is nothing to read
  equal(drawn(picture.canvas).filter(({ name }) => name === "arc").length, 0);
});

Deno.test("a rule that reads is pulled, and moved by arrow keys until they are let go", () => {
  const { picture, asks } = shown(COURSE, FRAME);
  const at = { offsetX: picture.place.x(30), offsetY: picture.place.bottom - 20 };
  happen(picture.canvas, "pointerdown", at);
  happen(picture.canvas, "pointerup", at);
  equal(asks.said.filter(([name]) => ["grab", "move", "drop"].includes(name)), [
    ["grab", ["step"]],
    ["move", [30]],
    ["drop"],
  ]);
  asks.said.length = 0;
  for (const key of ["ArrowLeft", "ArrowUp"]) happen(picture.canvas, "keydown", { key });
  happen(picture.canvas, "keyup", { key: "ArrowUp" });
  happen(picture.canvas, "keyup", { key: "a" });
  equal(asks.said.filter(([name]) => ["nudge", "drop"].includes(name)), [
    ["nudge", ["step"], [-1]],
    ["nudge", ["step"], [1]],
    ["drop"],
  ]);
});

Deno.test("an arrow key with another one, and one without anything to move, is the browser's", () => {
  const { picture } = shown(COURSE, FRAME);
  ok(!happen(picture.canvas, "keydown", { key: "ArrowLeft", altKey: true }).defaultPrevented);
  const still = shown({ ...COURSE, drag: undefined }, FRAME).picture;
  ok(!happen(still.canvas, "keydown", { key: "ArrowLeft" }).defaultPrevented);
});

/** @type {Record} */
const ANGLES = {
  type: "curves",
  id: "psi",
  x: { low: 0, high: 180, label: "", unit: "°", steps: [30, 60, 90] },
  y: { low: -1, high: 1, label: "" },
  histogram: {
    edges: "edges",
    full: 4,
    bins: [
      { counts: "rivals", colour: "muted", name: "rival", term: "rival" },
      { counts: "own", colour: "accent", name: "own", term: "own" },
    ],
  },
  inside: true,
};
const COUNTS = { ...FRAME, edges: [0, 90, 180], own: [8, 0], rivals: [2, 4] };

Deno.test("bars of a histogram are as high as their counts, the fullest as high as can be", () => {
  const { picture } = shown(ANGLES, COUNTS);
  const { foot, x } = picture.place;
  const bars = drawn(picture.canvas).filter(({ name }) => name === "fillRect").map(({ args, fillStyle }) => (
    { left: args[0], high: args[3], colour: fillStyle }
  ));
  const full = bars.find(({ colour }) => colour === PALETTE.accent)?.high ?? 0;
  equal(bars.map(({ high }) => Math.round((8 * high) / full)), [2, 4, 8]);
  near(bars[1].left, x(90) + 0.5);
  ok(full <= foot && texts(picture.canvas).includes("60°") && texts(picture.canvas).includes("rival"));
  // few are not made to look like many
  const few = shown(ANGLES, { ...COUNTS, own: [1, 0], rivals: [0, 1] }).picture;
  const [low] = drawn(few.canvas).filter(({ name }) => name === "fillRect").map(({ args }) => args[3]);
  near(low, full / 4, 1e-9);
});

Deno.test("under curves a histogram leaves them the larger part, and its axis stands below it", () => {
  const line = { x: "edges", y: "heights", colour: "accent", name: "ψ", term: "psi" };
  const { picture } = shown({ ...ANGLES, lines: [line] }, { ...COUNTS, heights: [1, -1, 0] });
  const { top, bottom, foot, y } = picture.place;
  near((bottom - top) / (foot - top), 0.6);
  near(y(-1), bottom);
  const alone = shown(ANGLES, COUNTS).picture.place;
  near(alone.bottom, alone.top);
});

Deno.test("a rule goes down to the axis, through the histogram, with its name", () => {
  const rule = { x: "at", colour: "ink", dash: false, term: null, name: "θ = {x}" };
  const { picture } = shown({ ...ANGLES, rules: [rule], format: "degrees" }, { ...COUNTS, at: [45] });
  const { top, foot, x } = picture.place;
  const seen = drawn(picture.canvas).filter(({ name }) => ["rect", "lineTo"].includes(name)).map(({ args }) => args);
  ok(seen.some(([left, low]) => left === x(45) && low === foot));
  // and nothing cuts it off
  ok(seen.some(([, high, , tall]) => high <= top && high + tall >= foot));
  ok(texts(picture.canvas).includes("θ = 45.0°"));
  const none = shown({ ...ANGLES, rules: [rule] }, { ...COUNTS, at: [NaN] }).picture;
  ok(!texts(none.canvas).some((word) => word.startsWith("θ")));
});

Deno.test("names within the plot can be pointed at, as those above it can", () => {
  const line = { x: "edges", y: "heights", colour: "accent", name: "ψ", term: "psi" };
  const { picture } = shown({ ...ANGLES, lines: [line] }, { ...COUNTS, heights: [1, -1, 0] });
  const { right, top } = picture.place;
  equal(picture.find(right - 6, top + 8, 4), "psi");
});

Deno.test("left and right choose a bar, which is lit; up and down move it", () => {
  const asks = hooks();
  const picture = new Bars(asks);
  picture.update({
    type: "bars",
    id: "z",
    series: [{ value: "z", name: "", colour: "class", terms: ["z1", "z2"] }],
    names: ["a", "b"],
    low: 0,
    high: 1,
    ylabel: "",
    format: "share",
    drag: ["z1", "z2"],
  }, {});
  picture.draw({ ...FRAME, z: Float32Array.of(0.5, 0.5) }, LOOK);
  for (const key of ["ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown"]) happen(picture.canvas, "keydown", { key });
  equal(asks.said, [
    ["light", "z1"],
    ["nudge", ["z1"], [1]],
    ["light", "z2"],
    ["nudge", ["z2"], [-1]],
  ]);
  happen(picture.canvas, "blur");
  equal(asks.said.slice(4), [["drop"], ["light", null]]);
});

Deno.test("arrow keys move a point of a plane along its two sliders", () => {
  const asks = hooks();
  const picture = new Contour(asks);
  const axis = { low: 0, high: 1, label: "" };
  const probe = { at: "pair", drag: ["a", "b"], term: null, name: "" };
  picture.update({
    type: "contour",
    id: "c",
    value: "none",
    x: axis,
    y: axis,
    top: 1,
    levels: [],
    field: "none",
    probe,
  }, {});
  picture.draw({ ...FRAME, none: new Float32Array(0), pair: [0.5, 0.5] }, LOOK);
  for (const key of ["ArrowLeft", "ArrowUp"]) happen(picture.canvas, "keydown", { key });
  equal(asks.said.filter(([name]) => name === "nudge"), [["nudge", ["a"], [-1]], ["nudge", ["b"], [1]]]);
});

Deno.test("under a number stands what belongs to it, long names of classes cut and whole", () => {
  const picture = new Numbers(hooks());
  const cell = { name: "least angle", value: "angle", format: /** @type {const} */ ("degrees"), term: null };
  picture.update({
    type: "numbers",
    id: "numbers",
    cells: [
      { ...cell, note: "{a} and {b}", classes: [{ name: "a", value: "i" }, { name: "b", value: "j" }] },
      { ...cell, note: "test {v}", numbers: [{ name: "v", value: "share", format: "percent" }] },
      { ...cell, note: "{a}", classes: [{ name: "a", value: "none" }] },
    ],
    names: ["versicolor", "virginica"],
  });
  picture.draw({ ...FRAME, angle: [61.234], i: [0], j: [1], share: [0.5], none: [-1] }, LOOK);
  equal(picture.cells.map(({ text, under }) => [text.textContent, under?.textContent, under?.getAttribute("title")]), [
    ["61.2°", "versi… and virgi…", "versicolor and virginica"],
    ["61.2°", "test 50.0 %", "test 50.0 %"],
    ["61.2°", "–", "–"],
  ]);
});
