// A function of two variables seen from above: colours, lines of equal value, the way downhill.

import { traceArrow } from "../drawing/arrows.js";
import { drawColumns, drawRows, font, scale, sideWidth, square, tickValues } from "../drawing/axes.js";
import { CanvasPicture, pointGrip, pushPoint } from "../drawing/canvas.js";
import { css, inkOnRamp, onRamp, standOut } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { drawKnob } from "../drawing/handle.js";
import { heights } from "../drawing/heights.js";
import { isolines } from "../drawing/isolines.js";
import { Labels } from "../drawing/labels.js";
import { arrange, drawLegend } from "../drawing/legend.js";
import { penOf, writes } from "../drawing/pen.js";
import { alike, number, numbers } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";
import { tickText } from "../drawing/surface.js";

const EDGE = 8;

/** @extends {CanvasPicture<import("./records.d.ts").Contour>} */
export class Contour extends CanvasPicture {
  // from the first picture on
  /** @type {ReturnType<Contour["placeOf"]>} */
  place;
  // where the probe is seen
  /** @type {number[] | null} */
  held = null;
  // what lies under the probe, and from what it was drawn
  /** @type {OffscreenCanvas} */
  ground;
  /** @type {Record<string, any> | null} */
  before = null;

  /** @override @type {CanvasPicture["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const place = this.placeOf(pen, frame, look);
    this.place = place;
    const emphasis = new Emphasis(look.lit, [spec.probe.term]);
    drawLegend(pen, place.legend, place.top - place.legend.high - 0.5 * look.type.axis, look, emphasis, this.marks);
    drawRows(pen, place, place.y, place.rows, look);
    drawColumns(pen, place, place.x, place.columns, look);
    if (spec.x.label) {
      write(pen, spec.x.label, (place.left + place.right) / 2, place.bottom + 2.2 * look.type.axis, {
        colour: look.palette.muted,
        font: font(look, "axis"),
        align: "center",
      });
    }
    this.#ground(pen, frame, look);
    pen.strokeStyle = look.palette.muted;
    pen.lineWidth = 1;
    pen.strokeRect(place.left + 0.5, place.top + 0.5, place.side - 1, place.side - 1);
    this.#probe(pen, frame, look, emphasis);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   */
  placeOf(pen, frame, look) {
    const { spec: { x, y }, surface: { width, height } } = this;
    const room = Math.min(width, height);
    const rows = tickValues(number(frame, y.low), number(frame, y.high), room, 60);
    const columns = tickValues(number(frame, x.low), number(frame, x.high), room, 64);
    const beside = sideWidth(pen, rows, look);
    const above = y.label ? 2.1 * look.type.axis : EDGE;
    const below = (x.label ? 3 : 1.8) * look.type.axis;
    const at = square(EDGE + beside, above, width - EDGE - 4, height - below);
    const legend = arrange(pen, [{ text: y.label, axis: true }], at.left - beside, width - EDGE, look);
    return {
      ...at,
      rows,
      columns,
      legend,
      x: scale(number(frame, x.low), number(frame, x.high), at.left, at.right),
      y: scale(number(frame, y.low), number(frame, y.high), at.bottom, at.top),
    };
  }

  /**
   * Colours, lines and arrows, from a picture of them that serves until one of them changes: the probe moves over them.
   * While they change all the time they are drawn at once.
   * @param {CanvasRenderingContext2D} pen
   * @param {import("../drawing/canvas.js").Frame} frame
   * @param {import("../drawing/canvas.js").Look} look
   */
  #ground(pen, frame, look) {
    const { spec, place, surface: { ratio } } = this;
    const key = {
      value: frame[spec.value],
      field: frame[spec.field],
      top: number(frame, spec.top),
      spec,
      side: place.side * ratio,
      palette: look.palette,
      size: look.type.size,
    };
    const known = alike(this.before, key);
    if ((!known && this.moving) || writes(pen)) {
      this.coarse = this.moving;
      pen.save();
      pen.translate(place.left, place.top);
      pen.beginPath();
      pen.rect(0, 0, place.side, place.side);
      pen.clip();
      this.#layers(pen, frame, key, look);
      pen.restore();
      return;
    }
    if (!known) this.#keep(frame, key, look);
    pen.drawImage(this.ground, place.left, place.top, place.side, place.side);
  }

  #keep(frame, key, look) {
    this.before = key;
    const side = Math.max(Math.round(key.side), 1);
    if (this.ground?.width !== side) this.ground = new OffscreenCanvas(side, side);
    const pen = penOf(this.ground);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, side, side);
    const fine = side / this.place.side;
    pen.scale(fine, fine);
    this.#layers(pen, frame, key, look);
  }

  /** In a square from (0, 0) on. */
  #layers(pen, frame, key, look) {
    const { side } = this.place;
    const grid = Math.round(Math.sqrt(key.value?.length ?? 0));
    if (grid < 2) return;
    pen.imageSmoothingQuality = this.moving ? "low" : "high";
    pen.drawImage(heights(key.value, grid, key.top, look.palette), 0, 0, side, side);
    pen.lineJoin = pen.lineCap = "round";
    const labels = new Labels({ left: 4, top: 4, right: side - 4, bottom: side - 4 });
    this.#field(pen, frame, look, key.top, grid);
    this.#levels(pen, key, grid, look, labels);
  }

  #levels(pen, { value, top }, grid, look, labels) {
    const { spec, place: { side } } = this;
    const step = side / (grid - 1);
    const face = font(look, "axis", 600);
    const names = [];
    for (const level of spec.levels) {
      const lines = isolines(value, grid, grid, level);
      if (!lines.length) continue;
      const colour = inkOnRamp(look.palette, level / top);
      pen.beginPath();
      for (const list of lines) {
        for (let k = 0; k < list.length; k += 2) {
          const [x, y] = [list[k] * step, side - list[k + 1] * step];
          if (k) pen.lineTo(x, y);
          else pen.moveTo(x, y);
        }
      }
      pen.globalAlpha = 0.62;
      pen.lineWidth = 1.5;
      pen.strokeStyle = colour;
      pen.stroke();
      pen.globalAlpha = 1;
      names.push({ level, lines, colour, rim: css(onRamp(look.palette, level / top)) });
    }
    for (const { level, lines, colour, rim } of names) {
      const text = tickText(level);
      const spot = freeSpot(pen, text, face, lines, step, side, look, labels);
      if (spot) write(pen, text, spot.x, spot.y, { colour, rim, font: face, align: "center" });
    }
  }

  /** Arrows downhill on a lattice of the whole square; their length is the slope, 0 is a dot. */
  #field(pen, frame, { palette }, top, grid) {
    const { spec, place: { side } } = this;
    const field = frame[spec.field];
    if (!field) return;
    const count = Math.round(Math.sqrt(field.length / 2));
    const value = frame[spec.value];
    let most = 0;
    for (let k = 0; k < field.length; k += 2) most = Math.max(most, Math.hypot(field[k], field[k + 1]) || 0);
    const cell = side / (count - 1);
    const reach = (0.86 * cell) / (most || 1);
    const arrows = new Map();
    // those on the frame would be cut off
    for (let row = 1; row < count - 1; row += 1) {
      for (let column = 1; column < count - 1; column += 1) {
        const at = 2 * (row * count + column);
        const [x, y] = [column * cell, side - row * cell];
        const [dx, dy] = [0.5 * reach * field[at], -0.5 * reach * field[at + 1]];
        if (Number.isNaN(dx + dy)) continue;
        const [near, up] = [column, row].map((k) => Math.round((k / (count - 1)) * (grid - 1)));
        const colour = inkOnRamp(palette, value[up * grid + near] / top);
        if (!arrows.has(colour)) arrows.set(colour, []);
        arrows.get(colour).push([[x - dx, y - dy], [x + dx, y + dy]]);
      }
    }
    pen.globalAlpha = 0.72;
    for (const [colour, list] of arrows) {
      pen.beginPath();
      for (const [from, to] of list) traceArrow(pen, from, to, 2);
      pen.fillStyle = colour;
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  #probe(pen, frame, look, emphasis) {
    const { spec: { probe }, place } = this;
    this.held = null;
    const [x, y] = numbers(frame, probe.at);
    if (!(x + y === x + y)) return;
    const [px, py] = [place.x.held(x), place.y.held(y)];
    this.held = [px, py];
    const { palette } = look;
    drawKnob(pen, px, py, {
      colour: standOut(palette),
      palette,
      drags: Boolean(probe.drag),
      lit: emphasis.on(probe.term),
    });
    if (probe.name) {
      const labels = new Labels({
        left: place.left + 4,
        top: place.top + 4,
        right: place.right - 4,
        bottom: place.bottom - 4,
      });
      labels.beside(pen, probe.name, px, py, 16, look.type.size, {
        colour: palette.ink,
        rim: palette.panel,
        font: font(look, "size", 700),
      });
    }
    if (probe.term) this.marks.push({ term: probe.term, near: (a, b) => Math.max(Math.hypot(a - px, b - py) - 10, 0) });
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    return pointGrip(this.hooks, this.spec.probe, this.held, this.place, x, y);
  }

  /** @override @type {CanvasPicture["keys"]} */
  keys() {
    return this.spec.probe.drag ? ["keys_drag"] : [];
  }

  /** @type {import("../drawing/canvas.js").Hands["push"]} */
  push(dx, dy) {
    return pushPoint(this.hooks, this.spec.probe, dx, dy);
  }
}

/** Where on its lines a level's number stands: near the rising diagonal, where nothing is yet; undefined where there is no such place. */
function freeSpot(pen, text, face, lines, step, side, look, labels) {
  pen.font = face;
  const half = widthOf(pen, text) / 2 + 3;
  const high = 0.6 * look.type.axis + 2;
  /** @type {{ away: number, x: number, y: number }[]} */
  const spots = [];
  for (const list of lines) {
    for (let k = 0; k < list.length; k += 2) {
      const [x, y] = [list[k] * step, side - list[k + 1] * step];
      spots.push({ away: Math.abs(x + y - side), x, y });
    }
  }
  spots.sort((one, other) => one.away - other.away);
  return spots.find(({ x, y }) => labels.take([x - half, y - high, x + half, y + high]));
}
