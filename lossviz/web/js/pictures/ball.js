// The unit sphere, or the unit circle in the same dress: coloured faces, edges, class vectors, points.
// The sphere can be turned; what lies behind is faint.

import { drawArrow } from "../drawing/arrows.js";
import { font } from "../drawing/axes.js";
import { cardOf } from "../drawing/card.js";
import { colourOf, inkOf, rgb } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { Facets } from "../drawing/facets.js";
import { drawKnob } from "../drawing/handle.js";
import { Labels } from "../drawing/labels.js";
import { Layer } from "../drawing/layer.js";
import { PointedPicture } from "../drawing/pointed.js";
import { alike, numbers, same } from "../drawing/read.js";
import { Segments } from "../drawing/segments.js";
import { trace } from "../drawing/shapes.js";
import { TURN_KEY, turnGrip, TurnView } from "../drawing/turning.js";

/** @typedef {import("../wire/messages.js").Numbers} Numbers */

// there is little text, and much to fill: fewer pixels are hardly missed while it moves
const MOVING_RATIO = 1.25;
const BACK = 0.28;
// how opaque a face of full strength is
const STRONG = { light: 0.62, dark: 0.66 };
const FROM_ABOVE = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** @extends {PointedPicture<import("./records.d.ts").Sphere>} */
export class Ball extends PointedPicture {
  // all of them from the first picture on
  /** @type {{ x: number, y: number, radius: number }} */
  place;
  /** @type {number[]} */
  matrix;
  /** @type {Emphasis} */
  emphasis;
  /** @type {Labels} */
  labels;
  // which way round the corners of the faces run
  /** @type {{ mesh: Numbers, ways: Float32Array } | null} */
  round = null;
  // what the faces were painted from last
  /** @type {Record<string, any> | null} */
  filled = null;
  // lines, edges, points and vectors, and what of them can be lit
  layer = new Layer();
  /** @type {import("../drawing/canvas.js").Mark[]} */
  kept = [];
  // where the corners of the faces are seen
  spots = { x: new Float32Array(0), y: new Float32Array(0) };

  /** @param {import("../drawing/canvas.js").Hooks} hooks */
  constructor(hooks) {
    super(hooks);
    this.view = new TurnView();
    this.facets = new Facets();
    this.movingRatio = MOVING_RATIO;
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Sphere>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    this.canvas.classList.toggle("lp-turns", !spec.flat);
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Sphere>["paint"]} */
  paint(pen, frame, look) {
    const { spec, surface: { width, height } } = this;
    const { size } = look.type;
    // room for names all round
    const radius = 0.5 * Math.min(width, height) - 1.6 * size;
    if (radius < 8) return;
    this.place = { x: width / 2, y: height / 2, radius };
    this.matrix = spec.flat ? FROM_ABOVE : this.view.matrix();
    this.emphasis = new Emphasis(look.lit, [...spec.vector_terms, spec.probe?.term]);
    this.labels = new Labels({ left: 2, top: 2, right: width - 2, bottom: height - 2 });
    this.cloud.begin(spec.points ? numbers(frame, spec.points.labels).length : 0);
    this.#faces(pen, frame, look);
    this.#over(pen, frame, look);
    if (spec.probe) this.#probe(pen, spec.probe, frame, look);
    this.#names(pen, frame, look);
    this.point(pen, 1.6 * this.#size);
  }

  /** What lies over the faces, but for what moves about on it. */
  #over(pen, frame, look) {
    const { spec, surface, moving } = this;
    const { lines, edges, points, vectors } = spec;
    const { palette, type, lit } = look;
    const named = [lines.at, edges.at, edges.cls, points?.at, points?.labels, vectors];
    const arrays = named.map((name) => numbers(frame, name));
    const key = { ...arrays, palette, type, lit, spec, seen: this.matrix.join() };
    const before = this.marks.length;
    const fresh = this.layer.draw(pen, surface, key, moving, (own) => this.#lay(own, frame, look));
    if (fresh) this.kept = this.marks.slice(before);
    else this.marks.push(...this.kept);
    pen.globalAlpha = 1;
    pen.lineCap = pen.lineJoin = "round";
  }

  #lay(pen, frame, look) {
    const { spec } = this;
    this.#outline(pen, look);
    // round ends cost most of the time that lines take
    if (this.moving) Object.assign(pen, { lineCap: "butt", lineJoin: "bevel" });
    const parts = [spec.lines.at, spec.edges.at].map((name) => new Segments(numbers(frame, name), this.#turned));
    for (const front of [false, true]) {
      pen.globalAlpha = front ? 1 : BACK;
      this.#lines(pen, parts[0], front, look);
      this.#edges(pen, parts[1], numbers(frame, spec.edges.cls), front, look);
      this.#points(pen, frame, front, look);
      this.#vectors(pen, frame, front, look);
    }
  }

  /** How large a point is. */
  get #size() {
    return Math.min(Math.max(this.place.radius / 32, 3.5), 6.5);
  }

  /**
   * Where a point is seen, and how near it is.
   * @param {number} x
   * @param {number} y
   * @param {number} z
   * @returns {[number, number, number]}
   */
  #turned = (x, y, z) => {
    const { matrix: [a, b, c, d, e, f, g, h, i], place } = this;
    return [
      place.x + place.radius * (a * x + b * y + c * z),
      place.y - place.radius * (d * x + e * y + f * z),
      g * x + h * y + i * z,
    ];
  };

  #faces(pen, frame, { palette }) {
    const { spec: { faces, flat, vector_terms: terms }, place: { x, y, radius }, emphasis } = this;
    const [mesh, owner] = [numbers(frame, faces.mesh), numbers(frame, faces.owner)];
    const corners = faces.corners ? numbers(frame, faces.corners) : null;
    const colours = palette.marks.map(rgb);
    const alphas = palette.marks.map((_, cls) => STRONG[palette.mode] * emphasis.alpha(terms[cls]));
    const [value, { ratio }] = [numbers(frame, faces.odds), this.surface];
    const place = { left: x - radius, top: y - radius, side: 2 * radius, ratio, coarse: this.moving };
    this.coarse ||= this.moving;
    const key = { mesh, corners, owner, value, alphas: alphas.join(), palette, seen: this.matrix.join(), ...place };
    if (alike(this.filled, key)) return this.facets.again(pen, place);
    this.filled = key;
    this.#place(mesh);
    const ways = flat ? null : this.#ways(mesh, corners, owner.length);
    return this.facets.draw(pen, place, { ...this.spots, corners, ways, owner, value, colours, alphas });
  }

  /**
   * Where the corners of the faces are seen.
   * @param {Numbers} mesh
   */
  #place(mesh) {
    const count = mesh.length / 3;
    if (this.spots.x.length !== count) this.spots = { x: new Float32Array(count), y: new Float32Array(count) };
    const { matrix: [a, b, c, d, e, f], place, spots } = this;
    for (let k = 0, at = 0; k < count; k += 1, at += 3) {
      spots.x[k] = place.x + place.radius * (a * mesh[at] + b * mesh[at + 1] + c * mesh[at + 2]);
      spots.y[k] = place.y - place.radius * (d * mesh[at] + e * mesh[at + 1] + f * mesh[at + 2]);
    }
  }

  /**
   * Which way round the corners of each face run, seen from outside.
   * @param {Numbers} mesh
   * @param {Numbers | null} corners
   * @param {number} count
   */
  #ways(mesh, corners, count) {
    if (!this.round || !same(this.round.mesh, mesh) || this.round.ways.length !== count) {
      this.round = { mesh, ways: Float32Array.from({ length: count }, (_, face) => wayRound(mesh, corners, face)) };
    }
    return this.round.ways;
  }

  #outline(pen, { palette }) {
    const { x, y, radius } = this.place;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.lineWidth = 1.5;
    pen.strokeStyle = palette.ink;
    pen.stroke();
  }

  #lines(pen, segments, front, { palette }) {
    pen.beginPath();
    segments.trace(pen, front, () => true);
    pen.setLineDash([6, 5]);
    pen.lineWidth = 1.5;
    pen.strokeStyle = palette.ink;
    pen.stroke();
    pen.setLineDash([]);
  }

  #edges(pen, segments, classes, front, { palette }) {
    for (const cls of new Set(classes)) {
      if (Number.isNaN(cls)) continue;
      const lit = this.emphasis.on(this.spec.vector_terms[cls]);
      pen.beginPath();
      segments.trace(pen, front, (piece) => classes[piece] === cls);
      // a rim keeps an edge apart from a face of the same colour; behind it is nearly too faint to be seen
      if (front || !this.moving) {
        pen.lineWidth = lit ? 7 : 5;
        pen.strokeStyle = palette.panel;
        pen.stroke();
      }
      pen.lineWidth = lit ? 4 : 2.5;
      pen.strokeStyle = cls < 0 ? palette.ink : colourOf(`class:${cls}`, palette);
      pen.stroke();
    }
  }

  #points(pen, frame, front, { palette }) {
    const { spec: { points } } = this;
    if (!points) return;
    const [at, labels] = [numbers(frame, points.at), numbers(frame, points.labels)];
    const size = this.#size;
    pen.lineWidth = 1;
    pen.strokeStyle = palette.panel;
    labels.forEach((cls, k) => {
      const [x, y, near] = this.#turned(at[3 * k], at[3 * k + 1], at[3 * k + 2]);
      if (near >= 0 !== front) return;
      this.cloud.put(k, x, y, !front);
      trace(pen, palette.shapes[cls % palette.shapes.length], x, y, size);
      pen.fillStyle = colourOf(`class:${cls}`, palette);
      pen.fill();
      pen.stroke();
    });
  }

  #vectors(pen, frame, front, { palette }) {
    const { spec, place, emphasis } = this;
    const ends = numbers(frame, spec.vectors);
    const alpha = pen.globalAlpha;
    for (let cls = 0; 3 * cls < ends.length; cls += 1) {
      const [x, y, near] = this.#turned(ends[3 * cls], ends[3 * cls + 1], ends[3 * cls + 2]);
      if (!(near >= 0 === front)) continue;
      const term = spec.vector_terms[cls];
      pen.globalAlpha = alpha * emphasis.alpha(term);
      drawArrow(
        pen,
        [place.x, place.y],
        [x, y],
        emphasis.on(term) ? 5.5 : 4,
        colourOf(`class:${cls}`, palette),
        palette.panel,
      );
      if (term) this.marks.push({ term, near: (a, b) => Math.hypot(a - x, b - y) });
    }
    pen.globalAlpha = alpha;
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Spot} probe
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   */
  #probe(pen, probe, frame, { palette }) {
    const { emphasis } = this;
    const [px, py, pz] = numbers(frame, probe.at);
    const [x, y, near] = this.#turned(px, py, pz);
    if (Number.isNaN(x + y)) return;
    pen.globalAlpha = near >= 0 ? 1 : 0.45;
    drawKnob(pen, x, y, { colour: palette.ink, palette, lit: emphasis.on(probe.term) });
    pen.globalAlpha = 1;
    this.labels.avoid([x - 12, y - 12, x + 12, y + 12]);
    if (probe.term) this.marks.push({ term: probe.term, near: (a, b) => Math.max(Math.hypot(a - x, b - y) - 10, 0) });
  }

  /** At the tips of the class vectors, those in front first: they get the best places. */
  #names(pen, frame, look) {
    const { spec, place, emphasis } = this;
    const ends = numbers(frame, spec.vectors);
    const spots = Array.from({ length: ends.length / 3 }, (_, cls) => ({
      cls,
      at: this.#turned(ends[3 * cls], ends[3 * cls + 1], ends[3 * cls + 2]),
    })).filter(({ cls, at: [x] }) => spec.names[cls] && !Number.isNaN(x));
    spots.sort((one, other) => other.at[2] - one.at[2]);
    for (const { cls, at: [x, y, near] } of spots) {
      pen.globalAlpha = emphasis.text(spec.vector_terms[cls]) * (near < 0 ? 0.5 : 1);
      this.labels.beside(pen, spec.names[cls], x, y, 8, look.type.size, {
        colour: inkOf(`class:${cls}`, look.palette),
        rim: look.palette.panel,
        font: font(look, "size", 700),
      }, [x - place.x, y - place.y]);
    }
    pen.globalAlpha = 1;
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Sphere>["card"]} */
  card(index) {
    const { spec: { points, vectors, names }, frame, text, look } = this;
    const [at, labels] = [numbers(frame ?? {}, points?.at), numbers(frame ?? {}, points?.labels)];
    const own = at.subarray(3 * index, 3 * index + 3);
    return cardOf(own, labels[index], numbers(frame ?? {}, vectors), names, text, look);
  }

  // what a hand can do

  /** @override @type {PointedPicture<import("./records.d.ts").Sphere>["keys"]} */
  keys() {
    const { flat, points } = this.spec;
    if (flat) return points ? ["keys_points"] : [];
    return points ? ["keys_turn", "keys_pages"] : ["keys_turn"];
  }

  /** From where it is seen, where it can be seen from elsewhere. */
  get camera() {
    return this.spec.flat ? null : this.view;
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    return this.spec.flat || !this.place ? null : turnGrip(this, this.view, this.place.radius, x, y);
  }

  /** Whether it can be turned. */
  turns() {
    return !this.spec.flat;
  }

  /** @type {import("../drawing/canvas.js").Hands["turn"]} */
  turn(dx, dy) {
    if (!this.turns()) return false;
    this.view.turn(TURN_KEY * dx, TURN_KEY * dy);
    this.turned();
    return true;
  }

  home() {
    if (this.spec.flat) return false;
    this.view.reset();
    this.turned();
    return true;
  }
}

/** Positive where the corners run anticlockwise, seen from outside. */
function wayRound(mesh, corners, face) {
  const [a, b, c] = [3 * face, 3 * face + 1, 3 * face + 2].map((k) => {
    const at = 3 * (corners ? corners[k] : k);
    return mesh.subarray(at, at + 3);
  });
  return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}
