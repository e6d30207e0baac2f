// From where a box is seen: it stands upright, and is turned and tilted; no perspective.

// how high the box is, where its floor is 1 × 1: higher where there is room
const [LEAST_TALL, MOST_TALL] = [0.62, 1];
const [YAW, PITCH] = [-0.62, 0.5];
const LOWEST = 0.06;

export class BoxView {
  yaw = YAW;
  pitch = PITCH;
  tall = LEAST_TALL;
  // sines and cosines of both angles
  cy = 1;
  sy = 0;
  cp = 1;
  sp = 0;
  // where the middle of the box is seen, and how large its side
  x = 0;
  y = 0;
  scale = 1;

  constructor() {
    this.look();
  }

  /**
   * Turn so that the front follows a finger that moved by (dx, dy) radians to the right and down.
   * @param {number} dx
   * @param {number} dy
   */
  turn(dx, dy) {
    this.aim(this.yaw - dx, this.pitch + dy);
  }

  /**
   * Look from there, in radians: never from below.
   * @param {number} yaw
   * @param {number} pitch
   */
  aim(yaw, pitch) {
    this.yaw = yaw;
    this.pitch = Math.min(Math.max(pitch, LOWEST), Math.PI / 2);
    this.look();
  }

  reset() {
    [this.yaw, this.pitch] = [YAW, PITCH];
    this.look();
  }

  look() {
    [this.cy, this.sy] = [Math.cos(this.yaw), Math.sin(this.yaw)];
    [this.cp, this.sp] = [Math.cos(this.pitch), Math.sin(this.pitch)];
  }

  /**
   * Fit the box into a room of the canvas, however it will be turned.
   * @param {import("./axes.js").Room} room
   */
  place({ left, top, right, bottom }) {
    const wide = Math.SQRT2;
    const room = (wide * (bottom - top)) / (right - left) - wide * Math.sin(PITCH);
    this.tall = Math.min(Math.max(room / Math.cos(PITCH), LEAST_TALL), MOST_TALL);
    const high = wide * this.sp + this.tall * this.cp;
    this.scale = Math.min((right - left) / wide, (bottom - top) / high);
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
  }

  /**
   * Place on the canvas, and how near, of (u, v, h) with 0..1 on each side of the box.
   * @param {number} u
   * @param {number} v
   * @param {number} h
   * @returns {[number, number, number]}
   */
  at(u, v, h) {
    const [a, b, c] = [u - 0.5, v - 0.5, this.tall * (h - 0.5)];
    const away = b * this.cy - a * this.sy;
    return [
      this.x + this.scale * (a * this.cy + b * this.sy),
      this.y - this.scale * (away * this.sp + c * this.cp),
      c * this.sp - away * this.cp,
    ];
  }

  /** What `at` gives for (0, 0, 0), and how much u, v and h add to it. */
  axes() {
    const origin = this.at(0, 0, 0);
    /** @type {(u: number, v: number, h: number) => number[]} */
    const added = (u, v, h) => this.at(u, v, h).map((place, k) => place - origin[k]);
    return { origin, along: added(1, 0, 0), across: added(0, 1, 0), upward: added(0, 0, 1) };
  }

  /** Which sides of the box lie behind: u = 0 or 1, v = 0 or 1. */
  behind() {
    return [this.sy > 0 ? 0 : 1, this.cy > 0 ? 1 : 0];
  }
}
