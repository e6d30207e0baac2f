// From where a sphere is seen: it is turned by hand and by keys, and keeps its view over every update.

/** How far an arrow key turns, in radians. */
export const TURN_KEY = Math.PI / 30;
const [YAW, PITCH] = [-0.6, 0.42];
// a finger near the middle would turn a small picture round and round
const LEAST_RADIUS = 40;

export class TurnView {
  yaw = YAW;
  pitch = PITCH;

  reset() {
    this.yaw = YAW;
    this.pitch = PITCH;
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
   * Look from there, in radians.
   * @param {number} yaw
   * @param {number} pitch
   */
  aim(yaw, pitch) {
    this.yaw = yaw;
    this.pitch = Math.min(Math.max(pitch, -Math.PI / 2), Math.PI / 2);
  }

  /** Rows: right, up and towards the viewer. */
  matrix() {
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)];
    return [cy, sy, 0, -sp * sy, sp * cy, cp, cp * sy, -cp * cy, sp];
  }
}

/**
 * A grip that turns `view`; `radius`: so many pixels of a finger's way are one radian.
 * @param {{ turned: () => void }} picture
 * @param {{ turn: (dx: number, dy: number) => void }} view
 * @param {number} radius
 * @param {number} x
 * @param {number} y
 * @returns {import("./canvas.js").Grip}
 */
export function turnGrip(picture, view, radius, x, y) {
  const reach = Math.max(radius, LEAST_RADIUS);
  let before = [x, y];
  /** @type {(a: number, b: number) => void} */
  const move = (a, b) => {
    if (a === before[0] && b === before[1]) return;
    view.turn((a - before[0]) / reach, (b - before[1]) / reach);
    before = [a, b];
    picture.turned();
  };
  return { cursor: "", sideways: true, start: () => true, move, end: () => {} };
}
