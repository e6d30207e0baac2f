// Every kind of picture is drawn from its record, and says so where it cannot be seen.

import { equal, ok } from "./assert.js";
import { canvasesIn, drawn, hooks, LOOK, texts } from "./page.js";
import { Pictures } from "../../lossviz/web/js/pictures/pictures.js";

/** @typedef {import("../../lossviz/web/js/pictures/records.d.ts").Picture} Picture */

const axis = (low = 0, high = 1, label = "") => ({ low, high, label });
const more = { about: "what it shows" };
const GRID = 13;
const grid = Float32Array.from({ length: GRID * GRID }, (_, k) => (k % GRID) / GRID);

// no kind can be left out: each is made for the record of its kind
/** @type {{ [Kind in Picture["type"]]: Extract<Picture, { type: Kind }> }} */
const KINDS = {
  bars: {
    ...more,
    type: "bars",
    id: "bars",
    series: [{ value: "three", name: "", colour: "class", terms: ["z1", "z2", "z3"] }],
    names: ["a", "b", "c"],
    low: 0,
    high: 1,
    ylabel: "",
    format: "share",
    drag: ["z1", "z2", "z3"],
  },
  contour: {
    ...more,
    type: "contour",
    id: "contour",
    value: "grid",
    x: axis(),
    y: axis(),
    top: 1,
    levels: [0.5],
    field: "field",
    probe: { at: "pair", drag: ["a", "b"], term: "p", name: "here" },
  },
  curves: {
    ...more,
    type: "curves",
    id: "curves",
    x: axis(),
    y: axis(),
    lines: [{ x: "three", y: "three", colour: "accent", name: "line", term: null }],
  },
  embedding: {
    ...more,
    type: "embedding",
    id: "embedding",
    dim: 2,
    extent: "one",
    extents: "one",
    names: ["a", "b"],
    vector_names: ["wa", "wb"],
    vector_terms: ["w1", "w2"],
    points: {
      direction: "plane",
      length: "lengths",
      labels: "labels",
      predicted: "labels",
      spread: "lengths",
      train: 2,
    },
    vectors: { direction: "plane", length: "lengths" },
    regions: { sectors: "sectors", empty: "none", margin: true },
  },
  formula: { ...more, type: "formula", id: "formula", value: "one", formulas: ["<math></math>"] },
  input: {
    ...more,
    type: "input",
    id: "input",
    x: axis(),
    y: axis(),
    cls: "cells",
    lead: "lead",
    surplus: "lead",
    names: ["a", "b"],
    points: { at: "plane", labels: "labels" },
    pred: "labels",
    trained: 1,
  },
  key: { ...more, type: "key", id: "key", names: ["a", "b"], terms: ["w1", "w2"] },
  listing: { ...more, type: "listing", id: "listing", blocks: [{ title: "log", text: "line" }] },
  matrix: {
    ...more,
    type: "matrix",
    id: "matrix",
    value: "field",
    rows: ["a", "b"],
    columns: ["a", "b"],
    terms: "t",
    reach: 1,
    times: { value: "pair", name: "v" },
    gives: { value: "pair", name: "w" },
  },
  mosaic: {
    ...more,
    type: "mosaic",
    id: "mosaic",
    widths: "three",
    heights: "three",
    names: ["a", "b", "c"],
    terms: ["p1", "p2", "p3"],
    high: 1,
    xlabel: "x",
    ylabel: "y",
    mean: { value: "one", name: "mean", term: null },
  },
  numbers: {
    ...more,
    type: "numbers",
    id: "numbers",
    cells: [{ name: "loss", value: "one", format: "share", term: "L" }],
  },
  plane: {
    ...more,
    type: "plane",
    id: "plane",
    box: 2,
    regions: "areas",
    vectors: "plane",
    names: ["a", "b"],
    points: { at: "plane", labels: "labels" },
  },
  prose: { ...more, type: "prose", id: "prose", paragraphs: ["words"] },
  sample: { ...more, type: "sample", id: "sample", value: "labels", names: ["sun", "rain"] },
  sentence: {
    ...more,
    type: "sentence",
    id: "sentence",
    parts: [{ value: 0, sentences: ["It is {x}."] }],
    fill: {},
    numbers: [{ name: "x", value: "one", format: "share" }],
  },
  sphere: {
    ...more,
    type: "sphere",
    id: "sphere",
    vectors: "ball",
    names: ["a", "b"],
    vector_terms: ["w1", "w2"],
    faces: { mesh: "face", owner: "owner", odds: "owner" },
    edges: { at: "none", cls: "none" },
    lines: { at: "none" },
    points: { at: "ball", labels: "labels" },
  },
  stack: {
    ...more,
    type: "stack",
    id: "stack",
    high: 1,
    format: "share",
    unit: "bits",
    rows: [{ name: "row", parts: [{ value: "one", name: "part", colour: "accent", term: null }] }],
  },
  surface: {
    ...more,
    type: "surface",
    id: "surface",
    value: "grid",
    x: axis(),
    y: axis(),
    z: axis(),
    top: 1,
    probe: { at: "pair", height: "one", term: null },
  },
  trials: {
    ...more,
    type: "trials",
    id: "trials",
    query: "",
    arms: ["one", "other"],
    seeds: 2,
    x: "three",
    y: "six",
    threshold: "one",
    step: "step",
    accuracy: "accuracy",
    pull: "pull",
  },
};

const PICTURES = Object.values(KINDS);

const FRAME = {
  values: new Float32Array(0),
  shapes: { areas: [2, 3, 2], regions: [2, 3, 2] },
  one: Float32Array.of(0.5),
  pair: Float32Array.of(0.5, 0.25),
  three: Float32Array.of(0.2, 0.3, 0.5),
  six: Float32Array.of(0, 0, 0, 1, 1, 1),
  field: Float32Array.of(1, 0, 0, 1),
  grid,
  none: new Float32Array(0),
  labels: Uint8Array.of(0, 1),
  lengths: Float32Array.of(1, 1),
  plane: Float32Array.of(1, 0, 0, 1),
  ball: Float32Array.of(1, 0, 0, 0, 1, 0),
  cells: Uint8Array.of(0, 0, 1, 0, 1, 1, 1, 1, 1),
  lead: Float32Array.of(1, 2, 1, -1, 1, 2, 3, 1, 2),
  areas: Float32Array.of(0, 0, 1, 0, 1, 1, 0, 0, -1, 0, -1, -1),
  face: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  owner: Float32Array.of(0),
  sectors: [{ kind: 0, cls: 0, start: 0, end: 3 }, { kind: 1, cls: 0, start: 0.5, end: 2.5 }],
};

for (const spec of PICTURES) {
  Deno.test(`"${spec.type}" is drawn from its record`, () => {
    const pictures = new Pictures(hooks());
    const text = new Proxy({}, { get: (_, name) => String(name) });
    pictures.update([{ grow: 1, pictures: [spec], alone: false, below: false }], text);
    pictures.draw(FRAME, { ...LOOK, view: "unit", show: "both" });
    const [canvas] = canvasesIn(pictures.node);
    if (canvas) {
      ok(drawn(canvas).some(({ name }) => ["fill", "stroke", "fillText", "drawImage"].includes(name)), "nothing drawn");
      ok(drawn(canvas).every(({ args }) => !args.some(Number.isNaN)), "NaN on the canvas");
      ok(canvas.getAttribute("aria-label")?.includes("what it shows"), "nothing said");
    } else ok(pictures.node.children.length > 0);
    pictures.close();
  });
}

Deno.test("what keys do is said, and only what takes keys can have the focus", () => {
  /** @type {Record<string, string[]>} */
  const wanted = {
    bars: ["keys_bars"],
    contour: ["keys_drag"],
    embedding: ["keys_points", "keys_zoom"],
    input: ["keys_points"],
    plane: ["keys_points", "keys_zoom"],
    sphere: ["keys_turn", "keys_pages"],
    surface: ["keys_turn"],
  };
  const text = new Proxy({}, { get: (_, name) => String(name) });
  for (const spec of PICTURES) {
    const pictures = new Pictures(hooks());
    pictures.update([{ grow: 1, pictures: [spec], alone: false, below: false }], text);
    const [canvas] = canvasesIn(pictures.node);
    if (!canvas || spec.type === "trials") continue;
    const words = canvas.getAttribute("aria-label").match(/keys_\w+/g) ?? [];
    equal(words, wanted[spec.type] ?? []);
    equal(canvas.getAttribute("tabindex"), words.length ? "0" : null);
    equal(canvas.getAttribute("role"), words.length ? "application" : "img");
  }
});

Deno.test("the names of a plane's classes are on its canvas", () => {
  const pictures = new Pictures(hooks());
  const spec = [KINDS.plane];
  pictures.update([{ grow: 1, pictures: spec, alone: false, below: false }], {});
  pictures.draw(FRAME, LOOK);
  const [canvas] = canvasesIn(pictures.node);
  for (const name of ["a", "b"]) ok(texts(canvas).includes(name), name);
});
