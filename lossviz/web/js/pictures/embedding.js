// Points of a run, regions and class vectors: in the unit or the raw view, in 2-D or 3-D.

import { alongLine } from "../drawing/arrows.js";
import { Emphasis } from "../drawing/emphasis.js";
import { Sheet } from "../drawing/glyphs.js";
import { PointedPicture } from "../drawing/pointed.js";
import { drawPlane } from "../drawing/raw_plane.js";
import { number, numbers } from "../drawing/read.js";
import { MARGIN } from "../drawing/regions.js";
import { TURN_KEY, turnGrip, TurnView } from "../drawing/turning.js";
import { drawCircle } from "../drawing/unit_circle.js";
import { drawSphere } from "../drawing/unit_sphere.js";
import { unit } from "../drawing/unit.js";
import { ZoomView } from "../drawing/zoom.js";
import { sampleCard, sampleFacts, shownOf } from "../drawing/sample.js";
import { missingClasses, Signs } from "../drawing/signs.js";
import { el, put, say } from "../frame/dom.js";

// how many times as wide as its points need the raw view may be
const WIDEST = 3;

/** @extends {PointedPicture<import("./records.d.ts").Embedding>} */
export class Embedding extends PointedPicture {
  // where a sphere or a plane lies
  /** @type {any} */
  place = null;
  // where something lies over the picture: no name stands there
  /** @type {Element[]} */
  #over = [];
  /** @type {import("../drawing/axes.js").Room[]} */
  taken = [];
  #sheet = new Sheet();
  #signs = new Signs();
  /** @param {import("../drawing/canvas.js").Hooks} hooks */
  constructor(hooks) {
    super(hooks);
    this.plane = new ZoomView();
    this.sphere = new TurnView();
    // beside the picture, where whoever shows it has room
    this.legend = this.#signs.node;
    this.watch = new ResizeObserver(() => this.repaint());
    this.watch.observe(this.legend);
    this.waiting = el("p", { class: "lv-waiting" });
    this.node.append(this.waiting);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    this.canvas.classList.toggle("lp-turns", spec.dim === 3);
    this.canvas.classList.toggle("lp-zooms", spec.dim === 2);
    this.#signs.update(text, spec.regions.margin);
    put(this.node, "data-dim", spec.dim);
    say(this.waiting, text.loading_run);
  }

  /** @override */
  close() {
    super.close();
    this.watch.disconnect();
  }

  /** In another size, or where the legend has other words, other things lie over it. @override */
  repaint() {
    if (this.spec) this.measure();
    super.repaint();
  }

  /**
   * Note where buttons and legend lie over the picture; after anything that moves them.
   * @param {Element[]} over
   */
  measure(over = this.#over) {
    this.#over = over;
    const frame = this.canvas.getBoundingClientRect();
    this.taken = [...over, ...this.#signs.seen].map((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return {
        left: (left - frame.left) / unit.now,
        right: (right - frame.left) / unit.now,
        top: (top - frame.top) / unit.now,
        bottom: (bottom - frame.top) / unit.now,
      };
    });
  }

  /** Nothing lies over a picture elsewhere. @override @type {PointedPicture<import("./records.d.ts").Embedding>["paintOn"]} */
  paintOn(pen, size, look) {
    const { taken } = this;
    this.taken = [];
    super.paintOn(pen, size, look);
    this.taken = taken;
    this.repaint();
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    put(this.waiting, "hidden", true);
    const scene = this.#scene(frame, look);
    this.#without(scene);
    let moving = false;
    if (spec.dim === 3) this.place = drawSphere(pen, scene, this.sphere, this.#raw, look);
    else if (this.#raw) {
      moving = this.plane.follow(scene.extent, look.still);
      this.place = drawPlane(pen, scene, this.plane, look);
    } else this.place = drawCircle(pen, scene);
    this.point(pen, 0.95 * scene.glyphs.size);
    if (moving) this.turned();
  }

  get #raw() {
    return this.look?.view === "raw";
  }

  /** What the views draw from: the arrays that the record names, and how they are drawn. */
  #scene(frame, look) {
    const { spec, cloud, marks, taken, surface: { width, height } } = this;
    const { points, vectors, regions } = spec;
    const labels = numbers(frame, points.labels);
    const { train } = points;
    const [first, last] = shownOf(look.show, train, labels.length);
    cloud.begin(labels.length, first, last);
    const emphasis = new Emphasis(look.lit, spec.vector_terms);
    return {
      width,
      height,
      cloud,
      marks,
      taken,
      emphasis,
      labels,
      train,
      palette: look.palette,
      type: look.type,
      selected: this.selected < labels.length ? this.selected : -1,
      glyphs: this.#sheet.of(spec.names, Boolean(points.digits), labels.length, this.surface, look),
      names: spec.names,
      vectorNames: spec.vector_names,
      terms: spec.vector_terms,
      dir: numbers(frame, points.direction),
      norm: numbers(frame, points.length),
      pred: frame[points.predicted],
      jitter: numbers(frame, points.spread),
      wdir: numbers(frame, vectors.direction),
      wnorm: numbers(frame, vectors.length),
      extent: half(frame, spec),
      // the regions under the margin; of a loss without one, those of inference
      kind: regions.margin ? MARGIN : 0,
      sectors: frame[regions.sectors ?? ""] ?? [],
      polygons: frame[regions.polygons ?? ""],
      curves: frame[regions.curves ?? ""] ?? [],
      lattice: frame[regions.lattice ?? ""],
      owner: frame[regions.owner ?? ""],
      empty: numbers(frame, regions.empty),
      lightable: (term, from, to) => marks.push({ term, near: alongLine(from, to) }),
    };
  }

  /** The classes that have no region. */
  #without({ empty }) {
    const { spec: { names }, text } = this;
    const missing = names.filter((_, cls) => empty[cls]);
    const words = missingClasses(missing, names.length, text.no_region, text.no_region_count);
    this.#signs.tell(words);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["card"]} */
  card(index) {
    const { spec: { names, points }, frame, text, look } = this;
    const labels = numbers(frame ?? {}, points.labels);
    return sampleCard({ names, train: points.train }, labels, frame?.[points.images ?? ""], index, text, look);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["more"]} */
  more(_index, answer) {
    return sampleFacts(this.spec.names, answer, this.text, this.look);
  }

  /** What its signs mean. */
  explained() {
    return this.#signs.explained;
  }

  // what a hand can do

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["keys"]} */
  keys() {
    return this.spec.dim === 3 ? ["keys_turn", "keys_pages"] : ["keys_points", "keys_zoom"];
  }

  /** A point under the pointer is what is meant, not the vector it lies on. @override */
  find(x, y, reach) {
    return this.cloud.find(x, y, reach) < 0 ? super.find(x, y, reach) : null;
  }

  /** From where it is seen, where it can be seen from elsewhere. */
  get camera() {
    return this.spec.dim === 3 ? this.sphere : null;
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    if (this.spec.dim === 3) return this.place && turnGrip(this, this.sphere, this.place.radius, x, y);
    return this.#raw && this.place ? this.plane.grip(this, this.place.side, x, y) : null;
  }

  wheels = true;

  /** @type {import("../drawing/canvas.js").Hands["zoom"]} */
  zoom(factor, x, y) {
    if (!this.#raw || this.spec.dim === 3 || !this.place?.side) return false;
    this.plane.zoomAt(factor, x, y, this.place);
    this.turned();
    return true;
  }

  /** Whether it can be turned. */
  turns() {
    return this.spec.dim === 3;
  }

  /** @type {import("../drawing/canvas.js").Hands["turn"]} */
  turn(dx, dy) {
    if (!this.turns()) return false;
    this.sphere.turn(TURN_KEY * dx, TURN_KEY * dy);
    this.turned();
    return true;
  }

  home() {
    this.plane.reset();
    this.sphere.reset();
    this.turned();
    return true;
  }
}

/**
 * Half the width of the raw view: one for all frames, so that what grows is seen to grow, but never so wide that the
 * points of this frame become a spot.
 * @param {import("../drawing/canvas.js").Frame} frame
 * @param {import("./records.d.ts").Embedding} spec
 */
function half(frame, { extent, extents }) {
  let widest = 0;
  for (const one of numbers(frame, extents)) if (one > widest) widest = one;
  return Math.min(widest, WIDEST * number(frame, extent));
}
