// Lines over an axis, areas between them, points and rules on them; the axis can be dragged along.

import {
  dashOf,
  drawColumns,
  drawRightNumbers,
  drawRows,
  font,
  line,
  scale,
  sideWidth,
  tickMarks,
} from "../drawing/axes.js";
import { CanvasPicture, slide } from "../drawing/canvas.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { beyondSign, limitSign } from "../drawing/edges.js";
import { Emphasis } from "../drawing/emphasis.js";
import { format } from "../drawing/format.js";
import { drawKnob, drawPill } from "../drawing/handle.js";
import { drawHistogram } from "../drawing/histogram.js";
import { Labels } from "../drawing/labels.js";
import { anglesTo } from "../drawing/card.js";
import { arrange, drawInside, drawLegend } from "../drawing/legend.js";
import { distance, pathOf, trace } from "../drawing/paths.js";
import { rangeOf } from "../drawing/range.js";
import { number, numbers } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";
import { fill } from "../frame/dom.js";
import { nearest } from "../state/nearest.js";

const EDGE = 8;
const AREA = 0.2;
// marks on the edge that are nearer than this share their name
const CLOSE = 18;
// what of the height is above a histogram
const ABOVE = 0.6;
const DOT = 4.5;

/**
 * @typedef {import("../drawing/legend.js").Item} Item
 * @typedef {{ mark: import("./records.d.ts").Mark, x: number, y: number, px: number, py: number }} Spot
 */

/** @extends {CanvasPicture<import("./records.d.ts").Curves>} */
export class Curves extends CanvasPicture {
  // from the first picture on
  /** @type {ReturnType<Curves["placeOf"]>} */
  place;
  /** @type {Labels} */
  labels;
  // where something runs to ±∞, and the middle of its sign
  /** @type {{ x: number, y: number, sign: [number, number] }[]} */
  limits = [];

  /** @override @type {CanvasPicture<import("./records.d.ts").Curves>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    // sideways a finger drags, up and down it scrolls the page
    this.canvas.classList.toggle("lp-sideways", Boolean(spec.drag));
  }

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const { lines = [], areas = [], marks = [], rules = [], histogram } = spec;
    const lit = [...lines, ...areas, ...marks, ...rules, ...histogram?.bins ?? []];
    const emphasis = new Emphasis(look.lit, lit.map((one) => one.term));
    const place = this.placeOf(pen, frame, look);
    this.place = place;
    this.limits = [];
    this.labels = new Labels({
      left: place.left + 2,
      top: place.top + 2,
      right: place.right - 2,
      bottom: place.bottom - 2,
    });
    drawLegend(pen, place.legend, 2, look, emphasis, this.marks);
    drawRows(pen, place, place.y, place.rows, look);
    if (place.right_y) drawRightNumbers(pen, place, place.right_y, place.right_rows, look);
    drawColumns(pen, { ...place, bottom: place.foot }, place.x, this.#columns(frame, look), look, place.gap);
    nameAxis(pen, place, spec.x, look);
    frameOf(pen, place, look);
    if (histogram) drawHistogram(pen, place, histogram, frame, look, emphasis, this.marks);
    pen.save();
    pen.beginPath();
    pen.rect(place.left, place.top - 2, place.right - place.left, place.foot - place.top + 4);
    pen.clip();
    for (const area of areas) this.#area(pen, area, frame, look, emphasis);
    for (const rule of rules) if (!rule.reads) this.#rule(pen, rule, frame, look, emphasis);
    for (const one of lines) this.#line(pen, one, frame, look, emphasis);
    pen.restore();
    if (spec.inside) drawInside(pen, legendOf(spec, look.palette), place, look, emphasis, this.marks);
    for (const rule of rules) {
      if (rule.reads) this.#read(pen, rule, frame, look);
      else this.#nameRule(pen, rule, frame, look, emphasis);
    }
    if (spec.drag && place.gap) this.#thumb(pen, frame, look);
    const spots = marks.flatMap((mark) => this.#spots(mark, frame));
    for (const spot of spots) if (spot.mark.drop) this.#drop(pen, spot, look, emphasis);
    for (const spot of spots) this.#point(pen, spot, look, emphasis);
    for (const group of grouped(spots, place)) this.#namePoint(pen, group, look, emphasis);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   */
  placeOf(pen, frame, look) {
    const { spec, surface: { width, height } } = this;
    const { lines = [], histogram } = spec;
    const [low, high] = rangeOf(frame, spec.y, lines.filter((one) => !one.right));
    const [first, last] = rangeOf(frame, spec.x, []);
    const ends = spec.right ? rangeOf(frame, spec.right, lines.filter((one) => one.right)) : null;
    const legend = arrange(pen, spec.inside ? [] : legendOf(spec, look.palette), EDGE, width - EDGE - 6, look);
    const top = spec.inside ? 0.6 * look.type.axis : 2 + legend.height + 0.75 * look.type.axis;
    // the thumb of a slider stands on the axis, unless its value does
    const gap = spec.drag && !spec.rules?.some(({ reads }) => reads) ? 7 : 0;
    const foot = height - (spec.x.label ? 2.9 : 1.75) * look.type.axis - gap;
    const bottom = histogram ? top + (drawn(spec) ? ABOVE : 0) * (foot - top) : foot;
    // under curves there is less room for numbers
    const tall = histogram ? [bottom - top, 1.2 * look.type.axis] : [height - 80, 40];
    const rows = drawn(spec) ? tickMarks(spec.y, low, high, tall[0], tall[1]) : [];
    const right_rows = spec.right && ends ? tickMarks(spec.right, ends[0], ends[1], tall[0], tall[1]) : [];
    const left = EDGE + (rows.length ? sideWidth(pen, rows, look) : 1.8 * look.type.axis);
    const right = width - EDGE - (spec.right ? sideWidth(pen, right_rows, look) : 6) - (spec.inside ? EDGE : 0);
    return {
      left,
      right,
      top,
      bottom,
      // the axis is under the histogram
      foot,
      legend,
      rows,
      right_rows,
      columns: tickMarks(spec.x, first, last, right - left, 56),
      gap,
      x: scale(first, last, left, right),
      y: scale(low, high, bottom, top),
      right_y: ends && scale(ends[0], ends[1], bottom, top),
    };
  }

  /** The numbers of the axis, without those on which the value of a rule stands. */
  #columns(frame, look) {
    const { spec: { rules = [] }, place } = this;
    const taken = rules.filter(({ reads }) => reads).map(({ x }) => place.x.held(number(frame, x)));
    const free = (value) => taken.every((at) => Math.abs(at - place.x(value)) > 3 * look.type.axis);
    return Object.assign(place.columns.filter(free), { text: place.columns.text });
  }

  /**
   * Where a curve is: over the axis that it belongs to.
   * @param {import("./records.d.ts").Line} line
   */
  #over({ right }) {
    const { place } = this;
    return right && place.right_y ? { ...place, y: place.right_y } : place;
  }

  /**
   * A rule with dots where it meets the curves, and its value on the axis.
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Rule} rule
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   */
  #read(pen, rule, frame, look) {
    const { spec: { lines = [] }, place } = this;
    const value = number(frame, rule.x);
    if (Number.isNaN(value)) return;
    const at = place.x.held(value);
    line(pen, at, place.top - 4, at, place.foot, colourOf(rule.colour, look.palette), 2);
    for (const one of lines) {
      const height = numbers(frame, one.y)[nearest(numbers(frame, one.x), value)];
      if (!Number.isFinite(height)) continue;
      pen.beginPath();
      pen.arc(at, this.#over(one).y(height), DOT, 0, 2 * Math.PI);
      pen.fillStyle = colourOf(one.colour, look.palette);
      pen.fill();
    }
    write(pen, (place.columns.text ?? String)(value), at, place.foot + 0.95 * look.type.axis, {
      colour: look.palette.ink,
      font: `700 ${look.type.axis + 1}px ${look.type.family}`,
      align: "center",
    });
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Line} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Emphasis} emphasis
   */
  #line(pen, spec, frame, look, emphasis) {
    const { place } = this;
    const path = pathOf(numbers(frame, spec.x), numbers(frame, spec.y), this.#over(spec));
    pen.beginPath();
    trace(pen, path);
    pen.globalAlpha = emphasis.alpha(spec.term);
    pen.setLineDash(dashOf(spec.dash));
    pen.strokeStyle = colourOf(spec.colour, look.palette);
    pen.lineWidth = emphasis.on(spec.term) ? 4.5 : spec.dash ? 2.5 : 3;
    pen.stroke();
    pen.setLineDash([]);
    for (const at of path.endless) {
      this.#limit(pen, place.x.held(at.x), at.up ? place.top : place.bottom, at.up, spec.colour, look);
    }
    pen.globalAlpha = 1;
    this.labels.avoidLine(path.xs, path.ys, 2);
    if (spec.term) this.marks.push({ term: spec.term, near: (x, y) => distance(path, x, y) + 2 });
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Area} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Emphasis} emphasis
   */
  #area(pen, spec, frame, look, emphasis) {
    const { place } = this;
    const xs = numbers(frame, spec.x);
    const [low, high] = [spec.low, spec.high].map((what) => {
      const list = numbers(frame, what);
      return (k) => place.y.held(list.length === 1 ? list[0] : list[k]);
    });
    pen.beginPath();
    for (let k = 0; k < xs.length; k += 1) pen.lineTo(place.x(xs[k]), high(k));
    for (let k = xs.length - 1; k >= 0; k -= 1) pen.lineTo(place.x(xs[k]), low(k));
    pen.closePath();
    pen.globalAlpha = (emphasis.on(spec.term) ? 2 : 1) * AREA * emphasis.alpha(spec.term);
    pen.fillStyle = colourOf(spec.colour, look.palette);
    pen.fill();
    pen.globalAlpha = 1;
    if (!spec.term) return;
    const inside = (x, y) => {
      const k = nearest(xs, place.x.back(x));
      const [a, b] = [low(k), high(k)];
      return y >= Math.min(a, b) && y <= Math.max(a, b) ? 8 : Infinity;
    };
    this.marks.push({ term: spec.term, near: inside });
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Rule} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Emphasis} emphasis
   */
  #rule(pen, spec, frame, look, emphasis) {
    const at = this.#ruleAt(spec, frame);
    if (!at) return;
    pen.globalAlpha = emphasis.alpha(spec.term);
    pen.setLineDash(dashOf(spec.dash));
    line(
      pen,
      at[0],
      at[1],
      at[2],
      at[3],
      colourOf(spec.colour, look.palette),
      emphasis.on(spec.term) ? 3.5 : 2,
    );
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    if (spec.term) {
      this.marks.push({
        term: spec.term,
        near: (x, y) => (at[0] === at[2] ? Math.abs(x - at[0]) : Math.abs(y - at[1])) + 3,
      });
    }
  }

  /**
   * Where a rule is along either axis; NaN along the other one.
   * @param {import("./records.d.ts").Rule} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   */
  #placed({ x, y, own }, frame) {
    if (own) return { x: ownAngle(own, frame, this.look.point ?? -1), y: NaN };
    return { x: number(frame, x), y: x === undefined ? number(frame, y) : NaN };
  }

  /**
   * A rule's ends; one at ±∞ lies on the edge.
   * @param {import("./records.d.ts").Rule} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   */
  #ruleAt(spec, frame) {
    const { place } = this;
    const { x, y } = this.#placed(spec, frame);
    const upright = !Number.isNaN(x);
    const value = upright ? x : y;
    if (Number.isNaN(value)) return null;
    const at = upright ? place.x.held(value) : place.y.held(value);
    return upright ? [at, place.top, at, place.foot] : [place.left, at, place.right, at];
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./records.d.ts").Rule} spec
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   * @param {Emphasis} emphasis
   */
  #nameRule(pen, spec, frame, look, emphasis) {
    const at = this.#ruleAt(spec, frame);
    const name = spec.name && this.#nameOf(spec, frame);
    if (!at || !name) return;
    pen.globalAlpha = emphasis.text(spec.term);
    const upright = at[0] === at[2];
    const style = {
      colour: inkOf(spec.colour, look.palette),
      rim: look.palette.panel,
      font: font(look, "size", 600),
    };
    // a name stands beside its rule, not on it
    const along = Array.from({ length: 24 }, (_, k) => k / 23);
    this.labels.avoidLine(along.map((k) => at[0] + k * (at[2] - at[0])), along.map((k) => at[1] + k * (at[3] - at[1])));
    pen.font = style.font;
    const half = widthOf(pen, name) / 2;
    const { left, right, top, bottom } = this.place;
    const size = look.type.size;
    const points = upright
      ? [top + size, (top + bottom) / 2, bottom - size].map((y) => [at[0], y])
      : [right - 4 - half, left + 4 + half, (left + right) / 2].map((x) => [x, at[1]]);
    this.labels.besideOne(pen, name, points, upright ? 7 : 6, size, style, upright ? [1, 0] : [0, -1]);
    pen.globalAlpha = 1;
  }

  #nameOf(rule, frame) {
    const { x, y } = this.#placed(rule, frame);
    return this.#named(rule.name, x, y);
  }

  #named(name, x, y) {
    const kind = this.spec.format ?? "share";
    return fill(name, { x: format(kind, x), y: format(kind, y) });
  }

  /**
   * Where a mark stands; a value beyond the picture stands on its edge.
   * @param {import("./records.d.ts").Mark} mark
   * @param {import("../drawing/canvas.js").Frame} frame
   * @returns {Spot[]}
   */
  #spots(mark, frame) {
    const { place } = this;
    const [xs, ys] = [numbers(frame, mark.x), numbers(frame, mark.y)];
    return Array.from(xs, (x, k) => {
      const y = ys[k] ?? NaN;
      return { mark, x, y, px: place.x.held(x), py: place.y.held(y) };
    }).filter(({ x, y }) => !Number.isNaN(x) && !Number.isNaN(y));
  }

  #drop(pen, { mark, px, py }, look, emphasis) {
    const { place } = this;
    pen.globalAlpha = 0.8 * emphasis.alpha(mark.term);
    pen.setLineDash([3, 4]);
    line(pen, px, py, px, place.bottom, colourOf(mark.colour, look.palette), 1.5);
    line(pen, px, py, place.left, py, colourOf(mark.colour, look.palette), 1.5);
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  #point(pen, { mark, y, px, py }, look, emphasis) {
    const { place } = this;
    const colour = colourOf(mark.colour, look.palette);
    pen.globalAlpha = emphasis.alpha(mark.term);
    if (y > place.y.high || y < place.y.low) beyondSign(pen, px, py, y > 0, colour, look.palette);
    else drawKnob(pen, px, py, { colour, palette: look.palette, lit: emphasis.on(mark.term) });
    if (!Number.isFinite(y)) this.#limit(pen, px, py, y > 0, mark.colour, look);
    pen.globalAlpha = 1;
    this.labels.avoid([px - 9, py - 9, px + 9, py + 9]);
    if (mark.term) this.marks.push({ term: mark.term, near: (a, b) => Math.max(Math.hypot(a - px, b - py) - 8, 0) });
  }

  /** One "∞" for all that run to the same place. */
  #limit(pen, x, y, up, colour, look) {
    if (this.#limitAt(x, y)) return;
    const [cx, cy] = limitSign(pen, x, y, up, colour, look, this.place);
    this.limits.push({ x, y, sign: [cx, cy] });
    this.labels.avoid([cx - 12, cy - 12, cx + 12, cy + 12]);
  }

  /** The middle of the "∞" of what runs to (x, y). */
  #limitAt(x, y) {
    return this.limits.find((one) => Math.hypot(x - one.x, y - one.y) < CLOSE)?.sign;
  }

  /** The names of marks that stand on the same place of the edge are one text. */
  #namePoint(pen, group, look, emphasis) {
    const named = group.filter(({ mark }) => mark.name);
    if (!named.length) return;
    const [{ mark, px, py }] = named;
    const text = [...new Set(named.map((spot) => this.#named(spot.mark.name, spot.x, spot.y)))].join(", ");
    pen.globalAlpha = Math.max(...named.map((spot) => emphasis.text(spot.mark.term)));
    const colours = new Set(named.map((spot) => spot.mark.colour));
    // beside the sign for infinity, not on it
    const sign = Number.isFinite(named[0].y) ? undefined : this.#limitAt(px, py);
    const [x, y] = sign ?? [px, py];
    const way = sign ? [Math.sign(sign[0] - px) || 1, 0] : [1, -1];
    this.labels.beside(pen, text, x, y, sign ? 14 : 11, look.type.size, {
      colour: inkOf(colours.size > 1 ? "ink" : mark.colour, look.palette),
      rim: look.palette.panel,
      font: font(look, "size", 600),
    }, way);
    pen.globalAlpha = 1;
  }

  /** Where on the axis the slider stands. */
  #thumb(pen, frame, look) {
    const { spec: { marks = [], rules = [] }, place } = this;
    const from = [...marks, ...rules].find((one) => one.x !== undefined);
    const at = from ? number(frame, from.x) : NaN;
    if (Number.isNaN(at)) return;
    const x = place.x.held(at);
    pen.save();
    pen.translate(x, place.foot);
    pen.rotate(Math.PI / 2);
    drawPill(pen, 0, 0, 20, look.palette.accent, look.palette);
    pen.restore();
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    const { place, spec } = this;
    if (
      !spec.drag || !place || x < place.left - 14 || x > place.right + 14 || y < place.top - 8 || y > place.foot + 20
    ) return null;
    return slide(this.hooks, [spec.drag], (now) => [place.x.back(now)], { cursor: "ew-resize", sideways: true });
  }

  /** @override @type {CanvasPicture["keys"]} */
  keys() {
    return this.spec.drag ? ["keys_drag"] : [];
  }

  /** @type {import("../drawing/canvas.js").Hands["push"]} */
  push(dx, dy) {
    const { drag } = this.spec;
    if (drag) this.hooks.nudge([drag], [dx - dy]);
    return Boolean(drag);
  }
}

/**
 * The angle in degrees between point number `index` and the vector of its class; NaN for no point.
 * @param {import("./records.d.ts").OwnAngle} own
 * @param {import("../drawing/canvas.js").Frame} frame
 * @param {number} index
 */
function ownAngle({ direction, labels, vectors }, frame, index) {
  const cls = numbers(frame, labels)[index];
  if (cls === undefined) return NaN;
  const wide = frame.shapes[direction][1];
  const at = (name, k) => numbers(frame, name).subarray(wide * k, wide * (k + 1));
  return anglesTo(at(direction, index), at(vectors, cls))[0];
}

/** Spots in groups: those beyond the same place of the edge stand together. */
function grouped(spots, { y: { low, high } }) {
  const groups = [];
  for (const spot of spots) {
    const beyond = spot.y > high || spot.y < low;
    const same = beyond &&
      groups.find((group) => group.beyond && Math.hypot(group[0].px - spot.px, group[0].py - spot.py) < CLOSE);
    if (same) same.push(spot);
    else groups.push(Object.assign([spot], { beyond }));
  }
  return groups;
}

/**
 * @param {import("./records.d.ts").Curves} spec
 * @param {import("../drawing/theme.js").Palette} palette
 * @returns {Item[]}
 */
function legendOf({ y, lines, right: two }, palette) {
  /** @type {Item[]} */
  const named = (lines ?? []).map(({ name, colour, dash, term, right }) => ({
    text: name,
    colour: colourOf(colour, palette),
    ink: inkOf(colour, palette),
    // between two axes each name stands over its own
    sign: two ? null : "line",
    dash,
    term,
    right,
  }));
  return [{ text: y.label, axis: true }, ...named];
}

function nameAxis(pen, place, { label }, look) {
  if (!label) return;
  write(pen, label, (place.left + place.right) / 2, place.foot + place.gap + 2.2 * look.type.axis, {
    colour: look.palette.muted,
    font: font(look, "axis"),
    align: "center",
  });
}

/**
 * Whether there is anything over the axis of values.
 * @param {import("./records.d.ts").Curves} spec
 */
function drawn({ lines, areas, marks, rules }) {
  return Boolean(lines || areas || marks || rules?.some(({ y }) => y !== undefined));
}

function frameOf(pen, { left, right, top, bottom, foot, y, right_y }, { palette }) {
  // under a histogram the axis is thin, and so are those with numbers at their ends
  line(pen, left, foot, right, foot, palette.muted, foot === bottom && !right_y ? 1.5 : 1);
  if (foot !== bottom || right_y) return;
  if (y.low < 0 && y.high > 0) line(pen, left, y(0), right, y(0), palette.muted, 1.5);
  line(pen, left, top, left, bottom, palette.muted, 1.5);
}
