// The ground of a picture of a plane that is divided among classes: axes, tints, edges, boundaries.

import { drawColumns, drawRows, font, scale, sideWidth, square, tickValues, wrap } from "./axes.js";
import { boundaries, edges, fineSide, present, tint } from "./partition.js";
import { penOf } from "./pen.js";
import { same } from "./read.js";
import { sketch } from "./sketch.js";
import { write } from "./subscript.js";

const EDGE = 8;

/**
 * @typedef {import("./partition.js").Partition} Partition
 * @typedef {import("./axes.js").Look} Look
 * @typedef {{ low: number, high: number, label: string }} Axis
 * @typedef {ReturnType<Ground["place"]>} Place
 */

export class Ground {
  /** @type {OffscreenCanvas | null} */
  #sheet = null;
  /** @type {{ image: ImageData, pixels: Uint32Array } | null} */
  #raster = null;
  /** @type {{ lines: Path2D, own: [number, Path2D][] } | null} */
  #paths = null;
  /** @type {Record<string, any>} */
  #before = {};

  /**
   * Where the plane lies on a canvas of this size, and its scales.
   * @param {CanvasRenderingContext2D} pen
   * @param {Axis} x
   * @param {Axis} y
   * @param {{ width: number, height: number }} size
   * @param {Look} look
   */
  place(pen, x, y, { width, height }, look) {
    const room = Math.min(width, height);
    const rows = tickValues(y.low, y.high, room, 60);
    const columns = tickValues(x.low, x.high, room, 64);
    const beside = sideWidth(pen, Object.assign(rows, {}), look) + (y.label ? 1.5 * look.type.axis : 0);
    const below = (x.label ? 3 : 1.8) * look.type.axis;
    const at = square(EDGE + beside, EDGE, width - EDGE, height - below);
    return {
      ...at,
      // where the name of the upright axis stands
      beside: at.left - beside + 0.4 * look.type.axis,
      rows,
      columns,
      x: scale(x.low, x.high, at.left, at.right),
      y: scale(y.low, y.high, at.bottom, at.top),
    };
  }

  /**
   * Axes, and the plane upon them; without a partition, the axes alone.
   * @param {CanvasRenderingContext2D} pen
   * @param {Place} place
   * @param {[string, string]} labels
   * @param {Partition | null} partition
   * @param {Look} look
   */
  draw(pen, place, labels, partition, look) {
    drawRows(pen, place, place.y, Object.assign(place.rows, {}), look);
    drawColumns(pen, place, place.x, Object.assign(place.columns, {}), look);
    this.#labels(pen, place, labels, look);
    if (partition) this.#plane(pen, place, partition, look.palette);
    pen.setLineDash([]);
    pen.strokeStyle = look.palette.muted;
    pen.lineWidth = 1;
    pen.strokeRect(place.left + 0.5, place.top + 0.5, place.side - 1, place.side - 1);
  }

  #labels(pen, { left, right, top, bottom, side, beside }, [across, along], look) {
    const style = { colour: look.palette.muted, font: font(look, "axis"), align: /** @type {const} */ ("center") };
    pen.font = style.font;
    const fit = (text) => wrap(pen, text, side, 1)[0];
    if (across) write(pen, fit(across), (left + right) / 2, bottom + 2.2 * look.type.axis, style);
    if (!along) return;
    pen.save();
    pen.translate(beside, (top + bottom) / 2);
    pen.rotate(-Math.PI / 2);
    write(pen, fit(along), 0, 0, style);
    pen.restore();
  }

  #plane(pen, { left, top, side }, partition, palette) {
    this.#prepare(partition, side, palette);
    pen.save();
    pen.beginPath();
    pen.rect(left, top, side, side);
    pen.clip();
    if (this.#sheet) pen.drawImage(this.#sheet, left, top, side, side);
    pen.translate(left, top);
    pen.lineWidth = 1.5;
    for (const [cls, path] of this.#paths?.own ?? []) {
      pen.strokeStyle = palette.classes[cls % palette.classes.length];
      pen.stroke(path);
    }
    pen.setLineDash([6, 5]);
    pen.strokeStyle = palette.muted;
    if (this.#paths) pen.stroke(this.#paths.lines);
    pen.restore();
  }

  /** Tints and paths, made again only when what they are made of has changed. */
  #prepare(partition, side, palette) {
    const before = this.#before;
    const alike = ["cls", "lead", "surplus"].every((name) => same(partition[name], before[name]));
    if (alike && before.name === palette.name && before.side === side) return;
    this.#before = { ...partition, name: palette.name, side };
    this.#tint(partition, palette);
    const step = side / (partition.grid - 1);
    const path = (lists) => sketch(lists.map((list) => placed(list, step, side)));
    const own = partition.surplus ? present(partition.cls) : [];
    this.#paths = {
      lines: path(boundaries(partition)),
      own: own.map((cls) => [cls, path(edges(partition, cls))]),
    };
  }

  #tint(partition, palette) {
    const side = fineSide(partition.grid);
    if (this.#sheet?.width !== side) {
      this.#sheet = new OffscreenCanvas(side, side);
      const image = penOf(this.#sheet).createImageData(side, side);
      this.#raster = { image, pixels: new Uint32Array(image.data.buffer) };
    }
    if (!this.#raster) return;
    tint(this.#raster.pixels, partition, tints(palette));
    penOf(this.#sheet).putImageData(this.#raster.image, 0, 0);
  }
}

/**
 * A line through the grid's places, on a square of `side` pixels whose lowest row is below.
 * @param {number[]} list
 * @param {number} step
 * @param {number} side
 */
function placed(list, step, side) {
  return list.map((at, k) => (k % 2 ? side - at * step : at * step));
}

/**
 * The tints of the classes as pixels, which are alpha, blue, green, red from the highest byte on.
 * @param {import("./theme.js").Palette} palette
 */
function tints(palette) {
  const alpha = Math.round(255 * palette.tintAlpha);
  return Uint32Array.from(palette.tint, ([red, green, blue]) => (alpha << 24) | (blue << 16) | (green << 8) | red);
}
