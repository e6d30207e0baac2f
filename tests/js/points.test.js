// Points that can be pointed at, pinned and walked to, in a plane, on a sphere and in an embedding.

import { equal, near, ok } from "./assert.js";
import { canvasesIn, drawn, happen, hooks, LOOK, PALETTE, SIZE, texts } from "./page.js";
import { anglesTo, cardOf } from "../../lossviz/web/js/drawing/card.js";
import { Cloud } from "../../lossviz/web/js/drawing/cloud.js";
import { Ball } from "../../lossviz/web/js/pictures/ball.js";
import { Embedding } from "../../lossviz/web/js/pictures/embedding.js";
import { Pictures } from "../../lossviz/web/js/pictures/pictures.js";
import { Plane } from "../../lossviz/web/js/pictures/plane.js";

const TEXT = {
  tip_class: "class {name}",
  tip_train: "training",
  tip_test: "test",
  tip_column_class: "class",
  tip_angle: "angle",
  no_region: "none: {names}",
};
const NONE = new Float32Array(0);
const shapes = { areas: [2, 3, 2] };

Deno.test("the nearest point in front is found, one behind or out of sight is not", () => {
  const cloud = new Cloud();
  cloud.begin(3);
  cloud.put(0, 10, 10);
  cloud.put(1, 14, 10, true);
  cloud.put(2, NaN, 12);
  equal([cloud.find(13, 10, 8), cloud.find(40, 40, 8)], [0, -1]);
  equal([cloud.spot(0), cloud.spot(2), cloud.spot(-1), cloud.spot(3)], [{ x: 10, y: 10 }, null, null, null]);
});

Deno.test("walking goes round the middle, over shown points alone, and back", () => {
  const cloud = new Cloud();
  cloud.begin(5, 1);
  [[0, 0], [20, 0], [0, -20], [-20, 0], [NaN, 0]].forEach(([x, y], k) => cloud.put(k, x, y));
  const first = cloud.neighbour(-1, 1, 0, 0);
  const round = [first];
  for (let k = 0; k < 3; k += 1) round.push(cloud.neighbour(round[k], 1, 0, 0));
  equal(new Set(round.slice(0, 3)), new Set([1, 2, 3]));
  equal(round[3], first);
  equal(cloud.neighbour(round[1], -1, 0, 0), first);
  cloud.begin(0);
  equal(cloud.neighbour(-1, 1, 0, 0), -1);
});

Deno.test("a card has the angles to all class vectors, its own class marked", () => {
  const card = cardOf(Float32Array.of(1, 1), 1, Float32Array.of(2, 0, 0, 3, 0, 0), ["a", "b", "c"], TEXT, LOOK);
  equal(card.title, "class b");
  equal(card.facts, ["(1, 1)"]);
  // the third vector is 0 and has no angle
  equal(card.table?.lines.map(({ name, own, cells }) => [name, own, cells[0]]), [["a", false, "45.0°"], [
    "b",
    true,
    "45.0°",
  ]]);
  equal(cardOf(Float32Array.of(1, 0), 4, NONE, [], TEXT, LOOK).title, "class 5");
  near(anglesTo(Float32Array.of(0, 0, 2), Float32Array.of(0, 0, -1))[0], 180);
});

/** @type {import("../../lossviz/web/js/pictures/records.d.ts").Plane} */
const PLANE = {
  type: "plane",
  id: "plane",
  box: 2,
  regions: "areas",
  vectors: "vectors",
  names: ["a", "b"],
  points: { at: "at", labels: "labels" },
};
const FLAT = {
  values: NONE,
  shapes,
  areas: new Float32Array(12).fill(NaN),
  vectors: Float32Array.of(1, 0, 0, 1),
  at: Float32Array.of(1, 1, -1, 0.5),
  labels: Uint8Array.of(0, 1),
};

/**
 * A picture with its record, drawn.
 * @template {{ update: (spec: any, text: any) => void, draw: (frame: any, look: any) => void }} Kind
 * @param {new (hooks: any) => Kind} Class
 * @param {any} spec
 * @param {any} frame
 */
function shown(Class, spec, frame, look = {}, more = {}) {
  const asks = hooks(more);
  const picture = new Class(asks);
  const draw = (/** @type {any} */ other = {}) => picture.draw(frame, { ...LOOK, ...look, ...other });
  picture.update(spec, TEXT);
  draw();
  return { picture, asks, draw };
}

/** The card of a picture, as its text; null while it is hidden. */
function tip(/** @type {any} */ picture) {
  const node = picture.node.children.find((/** @type {any} */ child) => child.getAttribute("class") === "lv-tip");
  return !node || node.hidden ? null : node.textContent;
}

/** How many rings stand round points. */
const rings = (/** @type {any} */ { canvas }) => (
  drawn(canvas).filter(({ name, strokeStyle }) => name === "stroke" && strokeStyle === PALETTE.accent).length
);

Deno.test("arrow keys go from point to point of a lesson's plane, Escape lets go", () => {
  const { picture, draw } = shown(Plane, PLANE, FLAT);
  equal(tip(picture), null);
  ok(happen(picture.canvas, "keydown", { key: "ArrowRight" }).defaultPrevented);
  draw();
  const first = tip(picture);
  ok(first?.includes("45.0°") || first?.includes("(−1, 0.5)"), first ?? "no card");
  equal(rings(picture), 1);
  happen(picture.canvas, "keydown", { key: "ArrowRight" });
  draw();
  ok(tip(picture) !== first && tip(picture) !== null);
  happen(picture.canvas, "keydown", { key: "Escape" });
  draw();
  equal([tip(picture), rings(picture)], [null, 0]);
});

Deno.test("a mouse points at a point of a plane, a tap pins it", () => {
  const { picture, draw } = shown(Plane, PLANE, FLAT);
  const spot = picture.cloud.spot(1) ?? { x: 0, y: 0 };
  const at = { offsetX: spot.x + 3, offsetY: spot.y };
  happen(picture.canvas, "pointermove", at);
  draw();
  ok(tip(picture)?.includes("class b"));
  happen(picture.canvas, "pointerleave");
  draw();
  equal(tip(picture), null);
  happen(picture.canvas, "pointerdown", at);
  happen(picture.canvas, "pointerup", at);
  happen(picture.canvas, "pointerleave");
  draw();
  ok(tip(picture)?.includes("class b"));
  // what is dragged is no tap
  happen(picture.canvas, "pointerdown", { offsetX: 5, offsetY: 5 });
  happen(picture.canvas, "pointermove", { offsetX: 60, offsetY: 5 });
  happen(picture.canvas, "pointerup", { offsetX: 60, offsetY: 5 });
  draw();
  ok(tip(picture)?.includes("class b"));
});

Deno.test("a plane is zoomed by keys about its middle, shown whole again, and never farther out", () => {
  const { picture, draw } = shown(Plane, PLANE, FLAT);
  const wide = () => picture.place.x.high - picture.place.x.low;
  equal(wide(), 4);
  happen(picture.canvas, "keydown", { key: "+" });
  draw();
  near(wide(), 4 / 1.25, 1e-9);
  happen(picture.canvas, "keydown", { key: "Home" });
  draw();
  equal([wide(), picture.place.x.high], [4, 2]);
  happen(picture.canvas, "keydown", { key: "-" });
  draw();
  equal([wide(), picture.place.x.high], [4, 2]);
  // a wheel scrolls the page, with the control key it zooms
  const wheel = { deltaY: -200, deltaMode: 0, offsetX: 100, offsetY: 100 };
  ok(!happen(picture.canvas, "wheel", wheel).defaultPrevented);
  ok(happen(picture.canvas, "wheel", { ...wheel, ctrlKey: true }).defaultPrevented);
});

Deno.test("what lies under the pointer stays there while it is zoomed, and panning stays within", () => {
  const { picture, draw } = shown(Plane, PLANE, FLAT);
  const [px, py] = [picture.place.left + 60, picture.place.top + 40];
  const under = [picture.place.x.back(px), picture.place.y.back(py)];
  picture.zoom(3, px, py);
  draw();
  near(picture.place.x.back(px), under[0], 1e-9);
  near(picture.place.y.back(py), under[1], 1e-9);
  happen(picture.canvas, "pointerdown", { offsetX: 100, offsetY: 100 });
  happen(picture.canvas, "pointermove", { offsetX: 9999, offsetY: 100 });
  happen(picture.canvas, "pointerup", { offsetX: 9999, offsetY: 100 });
  draw();
  near(picture.place.x.low, -2, 1e-9);
});

/** @type {import("../../lossviz/web/js/pictures/records.d.ts").Sphere} */
const SPHERE = {
  type: "sphere",
  id: "ball",
  vectors: "vectors",
  names: ["a", "b"],
  vector_terms: ["w1", "w2"],
  faces: { mesh: "none", owner: "none", odds: "none" },
  edges: { at: "none", cls: "none" },
  lines: { at: "none" },
  points: { at: "at", labels: "labels" },
};
const ROUND = {
  values: NONE,
  shapes,
  none: NONE,
  vectors: Float32Array.of(1, 0, 0, 0, 0, 1),
  at: Float32Array.of(0, -1, 0, 0, 1, 0),
  labels: Uint8Array.of(0, 1),
};

Deno.test("arrow keys turn a sphere, page keys go from point to point, and what is behind is not pointed at", () => {
  const { picture, draw } = shown(Ball, SPHERE, ROUND);
  // from where it is seen at first, the first point is in front and the second behind
  equal([...picture.cloud.behind.subarray(0, 2)], [0, 1]);
  const before = picture.cloud.spot(0);
  happen(picture.canvas, "keydown", { key: "ArrowRight" });
  draw();
  ok(picture.cloud.spot(0)?.x !== before?.x);
  equal(tip(picture), null);
  happen(picture.canvas, "keydown", { key: "PageDown" });
  draw();
  ok(tip(picture)?.includes("90.0°"));
  happen(picture.canvas, "keydown", { key: "Home" });
  draw();
  equal(picture.cloud.spot(0), before);
  const hidden = picture.cloud.spot(1) ?? { x: 0, y: 0 };
  equal(picture.cloud.find(hidden.x, hidden.y, 3), -1);
});

/** @type {import("../../lossviz/web/js/pictures/records.d.ts").Embedding} */
const EMBEDDING = {
  type: "embedding",
  id: "embedding",
  dim: 2,
  extent: "extent",
  extents: "extents",
  names: ["a", "b"],
  vector_names: ["wa", "wb"],
  vector_terms: ["w1", "w2"],
  points: { direction: "dir", length: "norm", labels: "labels", predicted: "pred", spread: "jitter", train: 2 },
  vectors: { direction: "wdir", length: "wnorm" },
  regions: { sectors: "sectors", polygons: "polys", curves: "curves", empty: "empty", margin: true },
};
const RUN = {
  position: 0,
  values: NONE,
  shapes,
  extent: Float32Array.of(4),
  extents: Float32Array.of(NaN, 4, 2),
  dir: Float32Array.of(1, 0, 0, 1, -1, 0),
  norm: Float32Array.of(2, 1, 3),
  labels: Uint8Array.of(0, 1, 1),
  pred: Uint8Array.of(0, 1, 0),
  jitter: Float32Array.of(0.8, 0.9, 1),
  wdir: Float32Array.of(1, 0, 0, 1),
  wnorm: Float32Array.of(1, 1),
  empty: Uint8Array.of(0, 1),
  sectors: [
    { kind: 0, cls: 0, start: -1, end: 1 },
    { kind: 1, cls: 0, start: -0.5, end: 0.5 },
  ],
};
const UNIT = { view: "unit", show: "both" };

Deno.test("in the unit view points stand on their directions, in the raw view at their lengths", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, RUN, UNIT);
  const [cx, cy, radius] = [SIZE.width / 2, SIZE.height / 2, 0.425 * SIZE.height];
  near(picture.cloud.spot(0)?.x ?? 0, cx + 0.8 * radius, 1e-3);
  near(picture.cloud.spot(1)?.y ?? 0, cy - 0.9 * radius, 1e-3);
  draw({ view: "raw" });
  const { x, y } = picture.place;
  near(picture.cloud.spot(0)?.x ?? 0, x(2), 1e-3);
  near(picture.cloud.spot(1)?.y ?? 0, y(1), 1e-3);
});

Deno.test("only the points asked for are shown, and found", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, RUN, UNIT);
  for (
    const [show, seen] of /** @type {[string, number[]][]} */ ([["train", [0, 1]], ["test", [2]], ["both", [0, 1, 2]]])
  ) {
    draw({ show });
    equal([0, 1, 2].filter((k) => picture.cloud.spot(k)), seen);
  }
});

Deno.test("regions under the margin are tinted alone; without a margin those of inference", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, RUN, UNIT);
  const wedge = () => (
    drawn(picture.canvas).filter(({ name, args }) => name === "arc" && args[3] !== 0).map(({ args }) => args[4])
  );
  equal(wedge(), [0.5]);
  picture.update({ ...EMBEDDING, regions: { ...EMBEDDING.regions, margin: false } }, TEXT);
  draw();
  equal(wedge(), [1]);
});

Deno.test("a lit class has the stronger tint, the others step back; its vector lights it", () => {
  const { picture, asks, draw } = shown(Embedding, EMBEDDING, RUN, { ...UNIT, show: "test" });
  const tints = () => drawn(picture.canvas).filter(({ name }) => name === "fill").map(({ alpha }) => alpha);
  const [plain] = tints();
  draw({ lit: "w1" });
  const [lit] = tints();
  draw({ lit: "w2" });
  const [back] = tints();
  ok(back < plain && plain < lit, `${back} ${plain} ${lit}`);
  happen(picture.canvas, "pointermove", { offsetX: SIZE.width / 2 + 60, offsetY: SIZE.height / 2 + 1 });
  equal(asks.said.filter(([name]) => name === "light").at(-1), ["light", "w1"]);
});

Deno.test("a card tells of the point that stands out, but not while something moves", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, RUN, UNIT);
  picture.selection.select(2, true, picture);
  draw();
  ok(tip(picture)?.includes("class b") && tip(picture)?.includes("test"));
  picture.selection.select(0, true, picture);
  draw();
  ok(tip(picture)?.includes("class a") && tip(picture)?.includes("training"));
  draw({ busy: true });
  equal(tip(picture), null);
  draw({ busy: false });
  picture.release();
  draw();
  equal(tip(picture), null);
});

Deno.test("the raw view is as wide as the widest frame needs, but a frame's points are no spot", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, { ...RUN, extents: Float32Array.of(6, 4) }, {
    ...UNIT,
    view: "raw",
  });
  draw();
  near(picture.place.x.high - picture.place.x.low, 12, 1e-6);
  picture.draw({ ...RUN, extents: Float32Array.of(100, 4) }, { ...LOOK, show: "both", view: "raw" });
  near(picture.place.x.high - picture.place.x.low, 24, 1e-6);
});

Deno.test("a point stands out in all pictures of its set; one of them tells of it, others read its angle", () => {
  const asks = hooks();
  const pictures = new Pictures(asks);
  const linked = "samples";
  const other = { ...EMBEDDING, id: "other", linked };
  /** @type {import("../../lossviz/web/js/pictures/records.d.ts").Curves} */
  const curves = {
    type: "curves",
    id: "psi",
    linked,
    x: { low: 0, high: 180, label: "" },
    y: { low: 0, high: 1, label: "" },
    rules: [{
      own: { direction: "dir", labels: "labels", vectors: "wdir" },
      colour: "ink",
      dash: false,
      term: null,
      name: "θ = {x}",
    }],
    format: "degrees",
  };
  const specs = [{ ...EMBEDDING, linked }, other, curves];
  pictures.update([{ grow: 1, pictures: specs, alone: false, below: false }], TEXT);
  const frame = { ...RUN, shapes: { dir: [3, 2] } };
  const draw = () => pictures.draw(frame, { ...LOOK, ...UNIT });
  draw();
  const canvases = canvasesIn(pictures.node);
  const [first, second, angles] = canvases;
  // a ring has a rim of the panel's colour, which is drawn first
  const ring = (/** @type {any} */ canvas) => (
    drawn(canvas).find(({ name, width, strokeStyle }) => name === "arc" && width === 5 && strokeStyle === PALETTE.panel)
      ?.args.slice(0, 2)
  );
  ok(!ring(first) && !ring(second) && !texts(angles).some((text) => text.includes("θ")));
  happen(second, "keydown", { key: "ArrowLeft" });
  draw();
  const before = ring(first);
  ok(before);
  equal(ring(second), before);
  // the points lie on the axes, as the vectors of their classes do
  ok(texts(angles).some((text) => /θ = (0|90)(\.0+)?°/.test(text)), texts(angles).join());
  // arrow keys in the other one go on from there
  happen(first, "keydown", { key: "ArrowLeft" });
  draw();
  equal(ring(first), ring(second));
  ok(String(ring(first)) !== String(before));
  happen(first, "keydown", { key: "Escape" });
  draw();
  ok(!ring(first) && !ring(second));
  pictures.close();
});

Deno.test("classes without a region are named beside the picture", () => {
  const { picture } = shown(Embedding, EMBEDDING, RUN, UNIT);
  ok(picture.legend.textContent?.includes("none: b"));
});

Deno.test("the wheel zooms the raw view, nothing else", () => {
  const { picture, draw } = shown(Embedding, EMBEDDING, RUN, UNIT);
  const wheel = { deltaY: -200, deltaMode: 0, offsetX: 200, offsetY: 150 };
  ok(!happen(picture.canvas, "wheel", wheel).defaultPrevented);
  draw({ view: "raw" });
  ok(happen(picture.canvas, "wheel", wheel).defaultPrevented);
  draw({ view: "raw" });
  near(picture.place.x.high - picture.place.x.low, 8 / Math.exp(0.32), 1e-6);
});

Deno.test("two fingers pinch the raw view and drag nothing", () => {
  const { picture, asks, draw } = shown(Embedding, EMBEDDING, RUN, { ...UNIT, view: "raw" });
  const finger = (/** @type {number} */ pointerId, /** @type {number} */ offsetX) => (
    { pointerId, pointerType: "touch", offsetX, offsetY: 150 }
  );
  happen(picture.canvas, "pointerdown", finger(1, 150));
  happen(picture.canvas, "pointerdown", finger(2, 250));
  happen(picture.canvas, "pointermove", finger(2, 350));
  draw({ view: "raw" });
  near(picture.place.x.high - picture.place.x.low, 4, 1e-6);
  happen(picture.canvas, "pointerup", finger(2, 350));
  happen(picture.canvas, "pointerup", finger(1, 150));
  ok(!asks.said.some(([name]) => name === "move"));
});
