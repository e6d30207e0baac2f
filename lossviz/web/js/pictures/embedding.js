// Points of a run, regions and class vectors: in the unit or the raw view, in 2-D or 3-D; or where the inputs are.

import { alongLine } from "../drawing/arrows.js";
import { Emphasis } from "../drawing/emphasis.js";
import { Glyphs, glyphSize } from "../drawing/glyphs.js";
import { PointedPicture } from "../drawing/pointed.js";
import { drawPlane } from "../drawing/raw_plane.js";
import { number, numbers } from "../drawing/read.js";
import { MARGIN } from "../drawing/regions.js";
import { TURN_KEY, turnGrip, TurnView } from "../drawing/turning.js";
import { drawCircle } from "../drawing/unit_circle.js";
import { drawSphere } from "../drawing/unit_sphere.js";
import { ZoomView } from "../drawing/zoom.js";
import { InputView } from "../playground/input.js";
import { Planes } from "../playground/planes.js";
import { degrees, el, fill, put, say, three } from "../frame/dom.js";

// more letters than these are counted instead of listed
const LONGEST_LIST = 24;
const SIGNS = ["region", "margin", "wrong", "test", "boundary"];
const MOST_ROWS = 6;
const MOST_FEATURES = 4;
const PIXELS = 64;
const NO_PLANE = { meta: null, frame: null, exact: false, lost: false };
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
  /** @type {Glyphs} */
  glyphs;
  #drawnFor = "";
  /** @type {import("../drawing/canvas.js").Look["view"]} */
  #view = undefined;
  /** @param {import("../drawing/canvas.js").Hooks} hooks */
  constructor(hooks) {
    super(hooks);
    this.plane = new ZoomView();
    this.sphere = new TurnView();
    this.input = new InputView(this.node, this.canvas);
    this.signs = Object.fromEntries(SIGNS.map((sign) => [sign, el("span")]));
    this.list = el(
      "ul",
      { class: "lv-legend" },
      ...SIGNS.map((sign) => el("li", { class: `lv-sign lv-sign-${sign}` }, this.signs[sign])),
    );
    this.without = el("p", { class: "lv-empty", role: "status" });
    // beside the picture, where whoever shows it has room
    this.legend = el("div", { class: "lv-key" }, this.list, this.without);
    this.waiting = el("p", { class: "lv-waiting" });
    this.node.append(this.waiting);
    this.planes = new Planes(hooks.redraw);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    this.#seen(this.#view);
    put(this.list, "data-margin", spec.regions.margin);
    for (const sign of SIGNS) say(this.signs[sign], text[`legend_${sign}`]);
    put(this.node, "data-dim", spec.dim);
    say(this.waiting, text.loading_run);
    this.#drawnFor = "";
  }

  /** What is seen of the inputs is fetched while it is looked at. */
  follow(loader, held, page) {
    this.planes.update(this.#flat, page, loader, held);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["draw"]} */
  draw(frame, look) {
    if (look.view !== this.#view) this.#seen(look.view);
    const { run } = look;
    super.draw(frame, { ...look, plane: this.#flat && run ? this.planes.at(run.track, run.frame) : null });
  }

  /** @override */
  close() {
    super.close();
    this.planes.close();
  }

  /** What it is, and what a hand does with it, in this view. */
  #seen(view) {
    this.#view = view;
    const { spec, text, canvas } = this;
    this.describe(this.#flat ? text.picture_input : spec.about);
    canvas.classList.toggle("lp-turns", !this.#flat && spec.dim === 3);
    canvas.classList.toggle("lp-zooms", !this.#flat && spec.dim === 2);
    put(this.without, "data-note", this.#flat);
    if (!this.#flat) this.input.leave();
  }

  /**
   * Note where buttons and legend lie over the picture; after anything that moves them.
   * @param {Element[]} over
   */
  measure(over = this.#over) {
    this.#over = over;
    const frame = this.canvas.getBoundingClientRect();
    this.taken = [...over, ...this.list.children, this.without].map((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return {
        left: left - frame.left,
        right: right - frame.left,
        top: top - frame.top,
        bottom: bottom - frame.top,
      };
    });
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    put(this.waiting, "hidden", true);
    const scene = this.#scene(frame, look);
    if (this.#flat) {
      this.#paintInput(pen, scene, look);
      return;
    }
    this.#without(scene);
    let moving = false;
    if (spec.dim === 3) this.place = drawSphere(pen, scene, this.sphere, this.#raw, look);
    else if (this.#raw) {
      moving = this.plane.follow(scene.extent, look.still);
      this.place = drawPlane(pen, scene, this.plane, look);
    } else this.place = drawCircle(pen, scene);
    this.point(pen, 0.95 * this.glyphs.size);
    if (moving) this.turned();
  }

  #paintInput(pen, scene, look) {
    this.place = null;
    const plane = look.plane ?? NO_PLANE;
    this.input.draw(pen, scene, plane, look, this.text);
    this.#note(this.input.note(plane, this.spec.names, this.text));
    this.point(pen, 0.95 * this.glyphs.size);
  }

  get #raw() {
    return this.look?.view === "raw";
  }

  /** Nothing can be turned or zoomed. */
  get #flat() {
    return this.#view === "input";
  }

  /** What the three views draw from: the arrays that the record names, and how they are drawn. */
  #scene(frame, look) {
    const { spec, cloud, marks, taken, surface: { width, height } } = this;
    const { points, vectors, regions } = spec;
    const labels = numbers(frame, points.labels);
    const { train } = points;
    cloud.begin(labels.length, look.show === "test" ? train : 0, look.show === "train" ? train : labels.length);
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
      glyphs: this.#glyphsFor(labels.length, look),
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

  #glyphsFor(count, { palette, type }) {
    const { spec: { names, points }, surface: { width, height, ratio } } = this;
    const size = glyphSize(Math.min(width, height), count, Boolean(points.digits));
    const key = [size, ratio, palette.mode, type.family].join();
    if (this.#drawnFor !== key) {
      this.glyphs = new Glyphs(names, Boolean(points.digits), palette, size, ratio, type.family);
      this.#drawnFor = key;
    }
    return this.glyphs;
  }

  /** The classes that have no region. */
  #without({ empty }) {
    const { spec, text } = this;
    const names = spec.names.filter((_, cls) => empty[cls]);
    const values = { names: names.join(", "), count: names.length, total: spec.names.length };
    const many = values.names.length > LONGEST_LIST;
    this.#note(names.length ? fill(many ? text.no_region_count : text.no_region, values) : "");
  }

  #note(words) {
    if (words === this.without.textContent) return;
    say(this.without, words);
    this.measure();
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["card"]} */
  card(index) {
    const { spec, text, frame, look } = this;
    const cls = numbers(frame ?? {}, spec.points.labels)[index];
    const images = frame?.[spec.points.images ?? ""];
    return {
      title: fill(text.tip_class, { name: spec.names[cls] }),
      colour: look.palette.labels[cls],
      facts: [index < spec.points.train ? text.tip_train : text.tip_test],
      image: images?.subarray(PIXELS * index, PIXELS * (index + 1)),
    };
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["more"]} */
  more(_index, answer) {
    const { spec: { names }, text, look: { palette } } = this;
    const facts = [];
    if (answer.predicted !== answer.label) facts.push(fill(text.tip_predicted, { name: names[answer.predicted] }));
    if (answer.true_label !== answer.label) facts.push(fill(text.tip_really, { name: names[answer.true_label] }));
    const features = Object.entries(answer.features ?? {});
    for (const [name, value] of features.slice(0, MOST_FEATURES)) facts.push(`${name}: ${three(value)}`);
    if (features.length > MOST_FEATURES) facts.push("…");
    /** @type {number[]} */
    const scores = answer.scores;
    const order = scores.map((_, cls) => cls).sort((a, b) => scores[b] - scores[a]);
    const lines = order.slice(0, MOST_ROWS).map((cls) => ({
      name: names[cls],
      colour: palette.labels[cls],
      own: cls === answer.label,
      cells: [three(scores[cls]), degrees(answer.angles_deg[cls]), answer.p ? three(answer.p[cls]) : "–"],
    }));
    return { facts, table: { head: [text.tip_column_class, text.tip_score, text.tip_angle, text.tip_p], lines } };
  }

  // what a hand can do

  /** @override @type {PointedPicture<import("./records.d.ts").Embedding>["keys"]} */
  keys() {
    if (this.#flat) return ["keys_points"];
    return this.spec.dim === 3 ? ["keys_turn", "keys_pages"] : ["keys_points", "keys_zoom"];
  }

  /** A point under the pointer is what is meant, not the vector it lies on. @override */
  find(x, y, reach) {
    return this.cloud.find(x, y, reach) < 0 ? super.find(x, y, reach) : null;
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    if (this.#flat) return null;
    if (this.spec.dim === 3) return this.place && turnGrip(this, this.sphere, this.place.radius, x, y);
    return this.#raw && this.place ? this.plane.grip(this, this.place.side, x, y) : null;
  }

  get wheels() {
    return !this.#flat;
  }

  /** @type {import("../drawing/canvas.js").Hands["zoom"]} */
  zoom(factor, x, y) {
    if (!this.#raw || this.spec.dim === 3 || !this.place?.side) return false;
    this.plane.zoomAt(factor, x, y, this.place);
    this.turned();
    return true;
  }

  /** @type {import("../drawing/canvas.js").Hands["turn"]} */
  turn(dx, dy) {
    if (this.#flat || this.spec.dim !== 3) return false;
    this.sphere.turn(TURN_KEY * dx, TURN_KEY * dy);
    this.turned();
    return true;
  }

  home() {
    if (this.#flat) return false;
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
