// The path of a pen that writes SVG: the canvas's ways to draw one, as the letters of an SVG path.

/** @typedef {[number, number, number, number, number, number]} Matrix a, b, c, d, e, f as in `setTransform` */

const TURN = 2 * Math.PI;
// an arc is written in pieces of at most this angle: none of them is more than half of its circle
const PIECE = (2 * Math.PI) / 3;
const PLACES = 100;

/**
 * A number as it stands in an SVG file: with two decimals.
 * @param {number} value
 */
export function short(value) {
  return String(Math.round(value * PLACES) / PLACES + 0);
}

/** A path; its places are those on the paper, whatever `matrix` the pen has when they are added. */
export class SvgPath {
  /** @type {string[]} */
  #steps = [];
  // whether there is a place that a line can begin at
  #begun = false;
  /** @type {Matrix} */
  matrix = [1, 0, 0, 1, 0, 0];

  /** What stands in the attribute `d`. */
  get d() {
    return this.#steps.join("");
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #at(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    return `${short(a * x + c * y + e)} ${short(b * x + d * y + f)}`;
  }

  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.#put(x, y, `M${this.#at(x, y)}`);
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.#put(x, y, `${this.#begun ? "L" : "M"}${this.#at(x, y)}`);
  }

  closePath() {
    if (this.#begun) this.#steps.push("Z");
  }

  rect(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {number} radius of all four corners
   */
  roundRect(x, y, width, height, radius) {
    const [left, right] = [Math.min(x, x + width), Math.max(x, x + width)];
    const [top, bottom] = [Math.min(y, y + height), Math.max(y, y + height)];
    const r = Math.min(radius, (right - left) / 2, (bottom - top) / 2);
    if (!(r > 0)) return this.rect(x, y, width, height);
    this.moveTo(left + r, top);
    this.arc(right - r, top + r, r, -TURN / 4, 0);
    this.arc(right - r, bottom - r, r, 0, TURN / 4);
    this.arc(left + r, bottom - r, r, TURN / 4, TURN / 2);
    this.arc(left + r, top + r, r, TURN / 2, (3 * TURN) / 4);
    return this.closePath();
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {number} start
   * @param {number} end
   * @param {boolean} back anticlockwise
   */
  arc(x, y, radius, start, end, back = false) {
    this.ellipse(x, y, radius, radius, 0, start, end, back);
  }

  /**
   * Turned and moved circles stay so; pens of pictures never stretch one way more than the other.
   * @param {number} x
   * @param {number} y
   * @param {number} rx
   * @param {number} ry
   * @param {number} turn
   * @param {number} start
   * @param {number} end
   * @param {boolean} back
   */
  ellipse(x, y, rx, ry, turn, start, end, back = false) {
    const angle = span(start, end, back);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    /** @type {(at: number) => [number, number]} */
    const place = (at) => {
      const [dx, dy] = [rx * Math.cos(at), ry * Math.sin(at)];
      return [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
    };
    this.lineTo(...place(start));
    const pieces = Math.ceil(Math.abs(angle) / PIECE);
    const [a, b] = this.matrix;
    const rate = Math.hypot(a, b);
    const tilt = ((turn + Math.atan2(b, a)) * 360) / TURN;
    for (let k = 1; k <= pieces; k += 1) {
      const to = place(start + (angle * k) / pieces);
      const size = `${short(rx * rate)} ${short(ry * rate)} ${short(tilt)}`;
      this.#put(...to, `A${size} 0 ${angle > 0 ? 1 : 0} ${this.#at(...to)}`);
    }
  }

  /** A place that is no number is left out, as a canvas does. */
  #put(/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ step) {
    if (!Number.isFinite(x + y)) return;
    this.#begun = true;
    this.#steps.push(step);
  }
}

/**
 * The angle that an arc of a canvas goes through.
 * @param {number} start
 * @param {number} end
 * @param {boolean} back
 */
function span(start, end, back) {
  const way = back ? start - end : end - start;
  const size = way >= TURN ? TURN : ((way % TURN) + TURN) % TURN;
  return back ? -size : size;
}
