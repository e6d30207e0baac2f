// The plane of two features: regions, class vectors, boundaries, points, and a probe to drag.

import { alongLine, drawArrow, drawPair, insideBox } from "../drawing/arrows.js";
import { font, sideWidth, square, tickValues } from "../drawing/axes.js";
import { pointGrip, pushPoint } from "../drawing/canvas.js";
import { canMove, drawTip, tipGrip } from "../drawing/tips.js";
import { cardOf } from "../drawing/card.js";
import { colourOf, inkOf } from "../drawing/colours.js";
import { Emphasis } from "../drawing/emphasis.js";
import { drawKnob, drawRing } from "../drawing/handle.js";
import { placeInside } from "../drawing/inside.js";
import { Labels } from "../drawing/labels.js";
import { lights } from "../drawing/light.js";
import { clipped, drawFrame, drawGrid, drawZeros } from "../drawing/plane_axes.js";
import { PointedPicture } from "../drawing/pointed.js";
import { number, numbers } from "../drawing/read.js";
import { widthOf, write } from "../drawing/subscript.js";
import { trace } from "../drawing/shapes.js";
import { ZoomView } from "../drawing/zoom.js";

const EDGE = 8;
const EACH = 48;

/** @type {("size" | "axis")[]} */
const SIZES = ["size", "axis"];

/** @extends {PointedPicture<import("./records.d.ts").Plane>} */
export class Plane extends PointedPicture {
  view = new ZoomView();
  // all three from the first picture on
  /** @type {ReturnType<Plane["placeOf"]>} */
  place;
  /** @type {Emphasis} */
  emphasis;
  /** @type {Labels} */
  labels;
  // where the probe is seen
  /** @type {number[] | null} */
  held = null;
  // and the tips that can be dragged
  /** @type {import("../drawing/tips.js").Tip[]} */
  tips = [];
  // where the names of regions stood last, as shares of the picture
  /** @type {[number, number][]} */
  spots = [];

  /** @override @type {PointedPicture<import("./records.d.ts").Plane>["update"]} */
  update(spec, text) {
    super.update(spec, text);
    this.canvas.classList.toggle("lp-zooms", Boolean(spec.points));
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Plane>["paint"]} */
  paint(pen, frame, look) {
    const { spec } = this;
    const box = number(frame, spec.box);
    const place = this.placeOf(pen, box, look);
    this.place = place;
    this.emphasis = new Emphasis(look.lit, [...(spec.vector_terms ?? []), spec.probe?.term]);
    this.labels = new Labels({
      left: place.left + 3,
      top: place.top + 3,
      right: place.right - 3,
      bottom: place.bottom - 3,
    });
    drawGrid(pen, place, look);
    clipped(pen, place, () => {
      this.#regions(pen, frame, look);
      drawZeros(pen, place, look.palette);
      this.#boundaries(pen, frame, look);
      this.#points(pen, frame, look);
      this.#vectors(pen, frame, look, box);
    });
    this.#frame(pen, look);
    this.#probe(pen, frame, look);
    if (spec.inside) this.#namesInside(pen, frame, look);
    else this.#names(pen, frame, look, box);
    this.point(pen, 1.6 * sizeIn(place));
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} box
   * @param {import("../drawing/canvas.js").Look} look
   */
  placeOf(pen, box, look) {
    const { width, height } = this.surface;
    this.view.extent = box;
    const beside = sideWidth(pen, tickValues(-box, box, Math.min(width, height), EACH), look);
    return this.view.within(square(EDGE + beside, EDGE, width - EDGE, height - 1.7 * look.type.axis), EACH);
  }

  /** A picture that stands for something as a whole has a frame in that colour, and a term. */
  #frame(pen, { palette, lit }) {
    const { spec: { term, colour }, place } = this;
    const own = lights(term, lit);
    const shown = own ? palette.ink : colour ? colourOf(colour, palette) : palette.muted;
    drawFrame(pen, place, shown, own ? 5 : colour ? 3 : 1);
    if (term) this.marks.push({ term, box: [place.left, place.top, place.right, place.bottom] });
  }

  #regions(pen, frame, { palette }) {
    const { spec, place, emphasis } = this;
    const corners = frame[spec.regions];
    if (!corners) return;
    const [classes, most] = frame.shapes[spec.regions];
    for (let cls = 0; cls < classes; cls += 1) {
      pen.beginPath();
      for (let k = 0; k < most; k += 1) {
        const at = 2 * (cls * most + k);
        if (!Number.isNaN(corners[at])) pen.lineTo(place.x(corners[at]), place.y(corners[at + 1]));
      }
      pen.closePath();
      const lit = emphasis.on(spec.vector_terms?.[cls]);
      pen.globalAlpha = palette.tintAlpha * (lit ? 1.9 : emphasis.some ? 0.6 : 1);
      pen.fillStyle = palette.classes[cls % palette.classes.length];
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  /** Whole lines thin, the parts that are boundaries thick, both in the colours of their two classes. */
  #boundaries(pen, frame, look) {
    const { spec, place } = this;
    /** @type {[string | undefined, number, number][]} */
    const drawn = [[spec.lines, 1.5, 0.55], [spec.edges, 3, 1]];
    for (const [name, wide, faint] of drawn) {
      const ends = numbers(frame, name);
      for (let k = 0; 4 * k < ends.length; k += 1) {
        if (Number.isNaN(ends[4 * k])) continue;
        const [x0, y0, x1, y1] = ends.subarray(4 * k, 4 * k + 4);
        const at = [place.x(x0), place.y(y0), place.x(x1), place.y(y1)];
        const pair = spec.pairs?.[k];
        const colours = pair ? pair.map((cls) => colourOf(`class:${cls}`, look.palette)) : [look.palette.ink, null];
        pen.globalAlpha = faint;
        drawPair(pen, at, wide, colours);
      }
    }
    pen.globalAlpha = 1;
  }

  #points(pen, frame, { palette }) {
    const { spec, place, cloud } = this;
    cloud.begin(0);
    if (!spec.points) return;
    const [at, labels] = [numbers(frame, spec.points.at), numbers(frame, spec.points.labels)];
    const size = sizeIn(place);
    cloud.begin(labels.length);
    pen.lineWidth = 1;
    pen.strokeStyle = palette.panel;
    labels.forEach((cls, k) => {
      const [x, y] = [place.x(at[2 * k]), place.y(at[2 * k + 1])];
      const inside = x > place.left && x < place.right && y > place.top && y < place.bottom;
      cloud.put(k, inside ? x : NaN, y);
      trace(pen, palette.shapes[cls % palette.shapes.length], x, y, size);
      pen.fillStyle = colourOf(`class:${cls}`, palette);
      pen.fill();
      pen.stroke();
    });
  }

  #vectors(pen, frame, { palette }, box) {
    const { spec, place, emphasis } = this;
    const ends = numbers(frame, spec.vectors);
    const origin = [place.x(0), place.y(0)];
    this.tips = [];
    for (let cls = 0; 2 * cls < ends.length; cls += 1) {
      const [x, y] = [ends[2 * cls], ends[2 * cls + 1]];
      if (!Number.isFinite(x + y)) continue;
      const share = insideBox(x, y, box);
      const term = spec.vector_terms?.[cls];
      const to = [place.x(share * x), place.y(share * y)];
      pen.globalAlpha = emphasis.alpha(term);
      drawArrow(pen, origin, to, emphasis.on(term) ? 5.5 : 4, colourOf(`class:${cls}`, palette), palette.panel);
      pen.globalAlpha = 1;
      if (term) this.marks.push({ term, near: alongLine(origin, to) });
      if (share === 1 && canMove(spec.tips, frame, cls)) this.tips.push({ cls, x: to[0], y: to[1] });
    }
    // over all arrows
    for (const tip of this.tips) drawTip(pen, tip, colourOf(`class:${tip.cls}`, palette), palette);
  }

  /** At the tips of the vectors, away from the origin. */
  #names(pen, frame, look, box) {
    const { spec, place, emphasis } = this;
    const ends = numbers(frame, spec.vectors);
    for (let cls = 0; 2 * cls < ends.length; cls += 1) {
      if (!spec.names?.[cls]) continue;
      const [x, y] = [ends[2 * cls], ends[2 * cls + 1]];
      if (!Number.isFinite(x + y)) continue;
      const share = insideBox(x, y, 0.94 * box);
      pen.globalAlpha = emphasis.text(spec.vector_terms?.[cls]);
      this.labels.beside(
        pen,
        spec.names[cls],
        place.x(share * x),
        place.y(share * y),
        spec.tips ? 12 : 9,
        look.type.size,
        {
          colour: inkOf(`class:${cls}`, look.palette),
          rim: look.palette.panel,
          font: font(look, "size", 700),
        },
        [x, -y],
      );
      pen.globalAlpha = 1;
    }
  }

  /** In the regions of the classes; where there is no room, there is no name. */
  #namesInside(pen, frame, look) {
    const { spec, place, emphasis } = this;
    const [corners, [, most]] = [numbers(frame, spec.regions), frame.shapes[spec.regions]];
    const at = numbers(frame, spec.points?.at);
    const points = Array.from(at, (value, k) => (k % 2 ? place.y(value) : place.x(value)));
    /** @type {import("../drawing/canvas.js").Box[]} */
    const taken = [];
    spec.names?.forEach((name, cls) => {
      const outline = [];
      for (let k = 2 * cls * most; k < 2 * (cls + 1) * most; k += 2) {
        if (!Number.isNaN(corners[k])) outline.push([place.x(corners[k]), place.y(corners[k + 1])]);
      }
      for (const kind of SIZES) {
        pen.font = font(look, kind, 700);
        const [wide, high] = [widthOf(pen, name) + 6, 1.25 * look.type[kind]];
        const box = placeInside(outline, wide, high, { points, taken, before: this.#stood(cls) });
        if (!box) continue;
        taken.push(box);
        this.spots[cls] = [(box[0] + wide / 2 - place.left) / place.side, (box[1] + high / 2 - place.top) / place.side];
        pen.globalAlpha = emphasis.text(spec.vector_terms?.[cls]);
        write(pen, name, box[0] + 3, (box[1] + box[3]) / 2, {
          colour: inkOf(`class:${cls}`, look.palette),
          rim: look.palette.panel,
          font: pen.font,
          align: "left",
        });
        pen.globalAlpha = 1;
        return;
      }
    });
  }

  #stood(cls) {
    const { place, spots } = this;
    return spots[cls] && [place.left + spots[cls][0] * place.side, place.top + spots[cls][1] * place.side];
  }

  #probe(pen, frame, look) {
    const { spec: { probe, shares }, place, emphasis } = this;
    this.held = null;
    if (!probe) return;
    const [x, y] = numbers(frame, probe.at);
    if (Number.isNaN(x + y)) return;
    const [px, py] = [place.x.held(x), place.y.held(y)];
    this.held = [px, py];
    const { palette } = look;
    const lit = emphasis.on(probe.term);
    if (shares) {
      drawRing(pen, px, py, Array.from(numbers(frame, shares)), (cls) => colourOf(`class:${cls}`, palette), palette);
    }
    drawKnob(pen, px, py, { colour: palette.ink, palette, drags: Boolean(probe.drag), lit });
    const reach = shares ? 30 : 16;
    this.labels.avoid([px - reach, py - reach, px + reach, py + reach]);
    if (probe.name) {
      this.labels.beside(pen, probe.name, px, py, reach - 2, look.type.size, {
        colour: palette.ink,
        rim: palette.panel,
        font: font(look, "size", 700),
      });
    }
    if (probe.term) this.marks.push({ term: probe.term, near: (a, b) => Math.max(Math.hypot(a - px, b - py) - 10, 0) });
  }

  /** @override @type {PointedPicture<import("./records.d.ts").Plane>["card"]} */
  card(index) {
    const { spec: { points, vectors, names }, frame, text, look } = this;
    const [at, labels] = [numbers(frame ?? {}, points?.at), numbers(frame ?? {}, points?.labels)];
    const own = at.subarray(2 * index, 2 * index + 2);
    return cardOf(own, labels[index], numbers(frame ?? {}, vectors), names, text, look);
  }

  // what a hand can do

  /** @override @type {PointedPicture<import("./records.d.ts").Plane>["keys"]} */
  keys() {
    const { probe, points } = this.spec;
    if (probe?.drag) return points ? ["keys_drag", "keys_pages"] : ["keys_drag"];
    return points ? ["keys_points", "keys_zoom"] : [];
  }

  /** @type {import("../drawing/canvas.js").Hands["grip"]} */
  grip(x, y) {
    const { spec: { probe }, view, place } = this;
    const { tips, vector_terms: terms } = this.spec;
    const held = (probe && pointGrip(this.hooks, probe, this.held, place, x, y)) ||
      (this.frame && tipGrip(this.hooks, tips, this.tips, this.frame, { place, terms }, x, y));
    return held || (place ? view.grip(this, place.side, x, y) : null);
  }

  /** @type {import("../drawing/canvas.js").Hands["push"]} */
  push(dx, dy) {
    return pushPoint(this.hooks, this.spec.probe, dx, dy);
  }

  /** @type {import("../drawing/canvas.js").Hands["zoom"]} */
  zoom(factor, x, y) {
    if (!this.spec.points) return false;
    this.view.zoomAt(factor, x, y, this.place);
    this.turned();
    return true;
  }

  home() {
    if (this.view.zoom === 1) return false;
    this.view.reset();
    this.turned();
    return true;
  }
}

/**
 * How large a point is.
 * @param {{ side: number }} place
 */
function sizeIn({ side }) {
  return Math.min(Math.max(side / 66, 3.5), 6.5);
}
