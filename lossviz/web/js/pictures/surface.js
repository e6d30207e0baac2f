// A function of two variables as a surface in a box that can be turned.

import { valueFont } from "../drawing/axes.js";
import { drawEdges, drawWalls } from "../drawing/box.js";
import { CanvasPicture } from "../drawing/canvas.js";
import { standOut } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { drawKnob } from "../drawing/handle.js";
import { Layer } from "../drawing/layer.js";
import { Raster } from "../drawing/raster.js";
import { number, numbers } from "../drawing/read.js";
import { write } from "../drawing/subscript.js";
import { BoxView } from "../drawing/view.js";
import { TURN_KEY, turnGrip } from "../drawing/turning.js";

// there is little text, and much to fill: fewer pixels are hardly missed while it moves; of the surface, whose lines are
// drawn over it, still fewer
const MOVING_RATIO = 1.25;
const COARSE = 0.75;
// every so many lines of the grid one is drawn
const MESH = 6;
const SLACK = 0.012;
// more pixels than these cost more time than they give sharpness
const MOST_PIXELS = 640000;

/** @typedef {import("../drawing/raster.js").Corners} Corners */

/** @extends {CanvasPicture<import("./records.d.ts").Surface>} */
export class Surface3d extends CanvasPicture {
  // the one drawn last
  /** @type {Raster} */
  raster;
  // pixels of the image for one of the canvas
  fine = 1;
  /** @type {Corners | null} */
  at = null;
  // the box behind the surface, and what is before it
  walls = new Layer();
  edges = new Layer();

  constructor(hooks) {
    super(hooks);
    this.view = new BoxView();
    this.rasters = { coarse: new Raster(), fine: new Raster() };
    this.movingRatio = MOVING_RATIO;
    this.canvas.classList.add("lp-turns");
  }

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec, surface: { width, height }, view } = this;
    const { type } = look;
    const axes = { x: rangeOf(frame, spec.x), y: rangeOf(frame, spec.y), z: rangeOf(frame, spec.z) };
    view.place({
      left: 2.5 * type.axis,
      top: 1.9 * type.size,
      right: width - 1.8 * type.axis,
      bottom: height - 2.6 * type.size,
    });
    const key = {
      ...[axes.x, axes.y, axes.z].flatMap(({ low, high, label }) => [low, high, label]),
      seen: Object.values(view.axes()).join(),
      palette: look.palette,
      type,
    };
    this.walls.draw(pen, this.surface, key, this.moving, (own) => drawWalls(own, view, axes, look));
    const value = numbers(frame, spec.value);
    const grid = Math.round(Math.sqrt(value.length));
    if (grid > 1) this.#surface(pen, value, grid, axes.z, number(frame, spec.top), look);
    const room = { left: 0, top: 0, right: width, bottom: height };
    this.edges.draw(pen, this.surface, key, this.moving, (own) => drawEdges(own, view, axes, look, room));
    this.#probe(pen, frame, axes, look);
  }

  #surface(pen, value, grid, z, top, look) {
    const { width, height, ratio } = this.surface;
    const fine = this.moving ? COARSE : Math.min(Math.max(ratio, 2), Math.sqrt(MOST_PIXELS / (width * height)));
    this.fine = fine;
    this.coarse ||= this.moving;
    this.raster = this.rasters[this.moving ? "coarse" : "fine"];
    this.raster.resize(Math.round(width * fine), Math.round(height * fine));
    const corners = this.#corners(value, grid, z, top, fine);
    this.raster.draw(corners, grid, grid, look.palette);
    pen.imageSmoothingQuality = this.moving ? "low" : "high";
    pen.drawImage(this.raster.canvas, 0, 0, width, height);
    this.#mesh(pen, corners, grid, look);
  }

  /** Where every corner of the grid is seen, its colour and its light. */
  #corners(value, grid, z, top, fine) {
    const count = grid * grid;
    const at = this.at?.x.length === count ? this.at : empty(count);
    this.at = at;
    const reach = z.high - z.low;
    const step = 1 / (grid - 1);
    const { x, y, near, tall, share } = at;
    // where a corner is seen is linear in its place: `BoxView.at` without a list for each
    const { along: [ux, uy, un], across: [vx, vy, vn], upward: [hx, hy, hn], origin: [ox, oy, on] } = this.view.axes();
    for (let row = 0, k = 0; row < grid; row += 1) {
      const v = row * step;
      for (let column = 0; column < grid; column += 1, k += 1) {
        const u = column * step;
        const held = Math.min((value[k] - z.low) / reach, 2);
        x[k] = (ox + u * ux + v * vx + held * hx) * fine;
        y[k] = (oy + u * uy + v * vy + held * hy) * fine;
        near[k] = on + u * un + v * vn + held * hn;
        tall[k] = held;
        share[k] = Math.min(value[k] / top, 1);
      }
    }
    shade(at, grid, this.view.tall);
    return at;
  }

  /** Lines of the grid over the surface, where nothing lies before them. */
  #mesh(pen, at, grid, { palette }) {
    const last = grid - 1;
    pen.strokeStyle = palette.ink;
    for (const rim of [false, true]) {
      pen.beginPath();
      for (let line = 0; line <= last; line += 1) {
        const edge = line === 0 || line === last;
        if (edge !== rim || line % MESH) continue;
        this.#run(pen, at, grid, (k) => line * grid + k);
        this.#run(pen, at, grid, (k) => k * grid + line);
      }
      pen.globalAlpha = rim ? 0.75 : 0.22;
      pen.lineWidth = rim ? 1.5 : 1;
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  #run(pen, { x, y, near, tall }, grid, index) {
    const { raster, fine } = this;
    // a coarse pixel reaches farther into the depth
    const slack = SLACK / Math.min(fine, 1);
    let drawing = false;
    for (let k = 0; k < grid; k += 1) {
      const at = index(k);
      const here = tall[at] <= 1.001 && raster.sees(x[at], y[at], near[at], slack);
      if (here && drawing) pen.lineTo(x[at] / fine, y[at] / fine);
      else if (here) pen.moveTo(x[at] / fine, y[at] / fine);
      drawing = here;
    }
  }

  /** A point on the surface, and the line from it to the floor. */
  #probe(pen, frame, axes, look) {
    const { probe } = this.spec;
    const [x, y] = numbers(frame, probe.at);
    const height = number(frame, probe.height);
    if (!(x + y === x + y) || Number.isNaN(height)) return;
    const { palette } = look;
    const [u, v, h] = [held(x, axes.x), held(y, axes.y), held(height, axes.z)];
    const [px, py] = this.view.at(u, v, h);
    const [fx, fy] = this.view.at(u, v, 0);
    const emphasis = new Emphasis(look.lit, [probe.term]);
    pen.beginPath();
    pen.moveTo(px, py);
    pen.lineTo(fx, fy);
    pen.setLineDash([5, 4]);
    for (const [wide, colour] of [[4, palette.panel], [2, standOut(palette)]]) {
      pen.lineWidth = wide;
      pen.strokeStyle = colour;
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.beginPath();
    pen.ellipse(fx, fy, 5, 5 * Math.max(this.view.sp, 0.25), 0, 0, 2 * Math.PI);
    pen.fillStyle = standOut(palette);
    pen.fill();
    drawKnob(pen, px, py, { colour: standOut(palette), palette, lit: emphasis.on(probe.term) });
    if (probe.term) this.marks.push({ term: probe.term, near: (a, b) => Math.max(Math.hypot(a - px, b - py) - 10, 0) });
    if (Number.isFinite(height)) return;
    write(pen, "∞", px + 14, py, { colour: standOut(palette), rim: palette.panel, font: valueFont(look, "∞") });
  }

  // what a hand can do

  /** @override @type {CanvasPicture["keys"]} */
  keys() {
    return ["keys_turn"];
  }

  /** From where it is seen. */
  get camera() {
    return this.view;
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    return turnGrip(this, this.view, Math.max(this.view.scale, 60) / 1.6, x, y);
  }

  /** @type {import("../drawing/canvas.js").Hands["turn"]} */
  turn(dx, dy) {
    this.view.turn(TURN_KEY * dx, TURN_KEY * dy);
    this.turned();
    return true;
  }

  home() {
    this.view.reset();
    this.turned();
    return true;
  }
}

/**
 * @param {import("../drawing/canvas.js").Frame} frame
 * @param {import("./records.d.ts").Axis} axis
 */
function rangeOf(frame, { low, high, label }) {
  return { low: number(frame, low), high: number(frame, high), label };
}

function held(value, { low, high }) {
  return Math.min(Math.max((value - low) / (high - low), 0), 1);
}

/**
 * @param {number} count
 * @returns {Corners}
 */
function empty(count) {
  const one = () => new Float32Array(count);
  return { x: one(), y: one(), near: one(), tall: one(), share: one(), shade: one() };
}

/** Light from above on the left at the back: brighter where the surface faces it. */
function shade({ tall, shade: light }, grid, high) {
  const last = grid - 1;
  for (let row = 0, k = 0; row < grid; row += 1) {
    const below = row > 0 ? grid : 0;
    const above = row < last ? grid : 0;
    for (let column = 0; column < grid; column += 1, k += 1) {
      const before = column > 0 ? 1 : 0;
      const after = column < last ? 1 : 0;
      const nx = (-high * (tall[k + after] - tall[k - before]) * last) / (before + after);
      const ny = (-high * (tall[k + above] - tall[k - below]) * last) / ((below + above) / grid);
      light[k] = 0.5 + (0.5 * (-0.55 * nx + 0.25 * ny + 0.8)) / Math.sqrt(nx * nx + ny * ny + 1);
    }
  }
}
