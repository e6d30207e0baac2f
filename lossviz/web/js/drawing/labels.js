// Names beside points, where they cover neither each other nor the lines.

import { widthOf, write } from "./subscript.js";

const AROUND = [[1, -1], [-1, -1], [1, 1], [-1, 1], [1, 0], [-1, 0], [0, -1], [0, 1]];
const CROSSED = 40;

/**
 * @typedef {import("./canvas.js").Box} Box
 * @typedef {import("./surface.js").Style} Style
 */

export class Labels {
  /** @type {Box[]} */
  boxes = [];
  /** @type {number[]} */
  points = [];

  /**
   * Texts stay within `room`.
   * @param {import("./axes.js").Room} room
   */
  constructor(room) {
    this.room = room;
  }

  /**
   * Keep away from this box [left, top, right, bottom].
   * @param {Box} box
   */
  avoid(box) {
    this.boxes.push(box);
  }

  /**
   * Keep away from the way between these points, as far as it can be.
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   */
  avoidLine(xs, ys, step = 1) {
    for (let k = 0; k < xs.length; k += step) this.points.push(xs[k], ys[k]);
  }

  /**
   * True, and the box is taken, when nothing is there yet and it lies within the room.
   * @param {Box} box
   */
  take(box) {
    if (this.#cost(box, false) > 0) return false;
    this.boxes.push(box);
    return true;
  }

  /**
   * Write `text` beside (x, y), `away` pixels from it, at the best of the places around it, preferably
   * in the direction `toward` [dx, dy]; gives its box.
   * @param {CanvasRenderingContext2D} pen
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} away
   * @param {number} size
   * @param {Style} style
   */
  beside(pen, text, x, y, away, size, style, toward = [1, -1]) {
    return this.besideOne(pen, text, [[x, y]], away, size, style, toward);
  }

  /**
   * The same beside whichever of these points leaves most free; the first ones are preferred.
   * @param {CanvasRenderingContext2D} pen
   * @param {string} text
   * @param {number[][]} points
   * @param {number} away
   * @param {number} size
   * @param {Style} style
   */
  besideOne(pen, text, points, away, size, style, toward = [1, -1]) {
    pen.font = style.font;
    const lines = this.#lines(pen, text);
    const wide = Math.max(...lines.map((line) => widthOf(pen, line)));
    const high = 1.2 * size * lines.length;
    /** @type {Box} */
    let best = [0, 0, 0, 0];
    let least = Infinity;
    points.forEach(([x, y], order) =>
      AROUND.forEach(([dx, dy], rank) => {
        const left = x + dx * away + (dx - 1) * 0.5 * wide;
        const middle = y + dy * (dx ? 0.8 : 1) * (away + 0.5 * high - 0.25 * size);
        /** @type {Box} */
        const box = [left, middle - high / 2, left + wide, middle + high / 2];
        // the places differ little: only what would be covered counts more
        const cost = this.#cost(box, true) + 0.1 * rank + 5 * order - 20 * alike([dx, dy], toward);
        if (cost < least) [best, least] = [box, cost];
      })
    );
    const box = this.#inside(best);
    this.boxes.push(box);
    lines.forEach((line, at) => {
      write(pen, line, box[0], box[1] + (at + 0.5) * 1.2 * size, { ...style, align: "left" });
    });
    return box;
  }

  /**
   * The text in one line, or in two where it is wider than the room, parted at the word nearest the middle.
   * @param {CanvasRenderingContext2D} pen
   * @param {string} text
   */
  #lines(pen, text) {
    const spaces = [...text.matchAll(/[ ，、]/g)].map(({ index }) => index);
    if (widthOf(pen, text) <= this.room.right - this.room.left || !spaces.length) return [text];
    const off = (at) => Math.abs(at - text.length / 2);
    const at = spaces.reduce((best, space) => (off(space) < off(best) ? space : best));
    return [text.slice(0, at + 1).trim(), text.slice(at + 1)];
  }

  /**
   * What a box would cover, in square pixels; `lines`: those too.
   * @param {Box} box
   * @param {boolean} lines
   */
  #cost([left, top, right, bottom], lines) {
    const { room, boxes, points } = this;
    let cost = 0;
    const over = Math.max(room.left - left, 0) + Math.max(right - room.right, 0);
    const beyond = Math.max(room.top - top, 0) + Math.max(bottom - room.bottom, 0);
    cost += over * (bottom - top) + beyond * (right - left);
    for (const box of boxes) {
      const wide = Math.min(right, box[2]) - Math.max(left, box[0]);
      const high = Math.min(bottom, box[3]) - Math.max(top, box[1]);
      if (wide > 0 && high > 0) cost += 4 * wide * high;
    }
    if (!lines) return cost;
    for (let k = 0; k < points.length; k += 2) {
      if (points[k] > left - 2 && points[k] < right + 2 && points[k + 1] > top && points[k + 1] < bottom) {
        cost += CROSSED;
      }
    }
    return cost;
  }

  /**
   * @param {Box} box
   * @returns {Box}
   */
  #inside([left, top, right, bottom]) {
    const { room } = this;
    const dx = Math.max(room.left - left, 0) || Math.min(room.right - right, 0);
    const dy = Math.max(room.top - top, 0) || Math.min(room.bottom - bottom, 0);
    return [left + dx, top + dy, right + dx, bottom + dy];
  }
}

/**
 * Cosine of the angle between two directions; 0 where one is none.
 * @param {number[]} one
 * @param {number[]} other
 */
function alike([ax, ay], [bx, by]) {
  return (ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by) || 1);
}
