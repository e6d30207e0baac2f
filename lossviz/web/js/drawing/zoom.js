// Zoom and place of a plane with its origin in the middle; kept while frames and tracks change.

import { scale, tickValues } from "./axes.js";

const LARGEST_ZOOM = 40;

export class ZoomView {
  zoom = 1;
  /** @type {[number, number]} */
  centre = [0, 0];
  extent = 0;

  reset() {
    this.zoom = 1;
    this.centre = [0, 0];
  }

  /**
   * Move the half width a step towards `target`; true while there is some way to go.
   * @param {number} target
   * @param {boolean} still
   */
  follow(target, still) {
    if (!(target > 0)) return false;
    const away = Math.log(target / (this.extent || target));
    const there = still || !this.extent || Math.abs(away) < 0.004;
    this.extent = there ? target : this.extent * Math.exp(0.25 * away);
    return !there;
  }

  /**
   * Where values lie in a square of the canvas, and the values of its grid, one for `each` pixels.
   * @param {{ left: number, top: number, right: number, bottom: number, side: number }} room
   * @param {number} each
   */
  within(room, each) {
    const half = this.extent / this.zoom;
    const [cx, cy] = this.centre;
    return {
      ...room,
      rows: tickValues(cy - half, cy + half, room.side, each),
      columns: tickValues(cx - half, cx + half, room.side, each),
      x: scale(cx - half, cx + half, room.left, room.right),
      y: scale(cy - half, cy + half, room.bottom, room.top),
    };
  }

  /**
   * Zoom by `factor` so that what lies under (px, py) of `place` stays there.
   * @param {number} factor
   * @param {number} px
   * @param {number} py
   * @param {{ x: import("./axes.js").Scale, y: import("./axes.js").Scale }} place
   */
  zoomAt(factor, px, py, { x, y }) {
    const [fx, fy] = [x.back(px), y.back(py)];
    const zoom = Math.min(Math.max(this.zoom * factor, 1), LARGEST_ZOOM);
    const share = this.zoom / zoom;
    this.zoom = zoom;
    this.#centre(fx + (this.centre[0] - fx) * share, fy + (this.centre[1] - fy) * share);
  }

  /**
   * A grip that pans; null where everything is seen.
   * @param {{ turned: () => void }} picture
   * @param {number} side of the square, in pixels
   * @param {number} x
   * @param {number} y
   * @returns {import("./canvas.js").Grip | null}
   */
  grip(picture, side, x, y) {
    if (this.zoom === 1) return null;
    let before = [x, y];
    /** @type {(a: number, b: number) => void} */
    const move = (a, b) => {
      if (a === before[0] && b === before[1]) return;
      const rate = (2 * this.extent) / (side * this.zoom);
      this.#centre(this.centre[0] - (a - before[0]) * rate, this.centre[1] + (b - before[1]) * rate);
      before = [a, b];
      picture.turned();
    };
    return { cursor: "", sideways: true, start: () => true, move, end: () => {} };
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #centre(x, y) {
    const free = this.extent * (1 - 1 / this.zoom);
    this.centre = [Math.min(Math.max(x, -free), free), Math.min(Math.max(y, -free), free)];
  }
}
