// Tips of vectors that can be drawn to another place: the sign on them, and what their two sliders are then.

import { degrees, GRAB, slide } from "./canvas.js";
import { number, numbers } from "./read.js";

const RADIUS = 5.5;

/** @typedef {import("../pictures/records.d.ts").Tips} Tips */
/** @typedef {{ cls: number, x: number, y: number }} Tip where one is seen */

/**
 * Whether the tip of vector `cls` can be dragged now.
 * @param {Tips | null | undefined} tips
 * @param {import("../wire/track.js").Frame} frame
 * @param {number} cls
 */
export function canMove(tips, frame, cls) {
  if (!tips || (typeof tips.only === "number" && tips.only !== cls)) return false;
  return !tips.share || number(frame, tips.share) > 0;
}

/**
 * A ring on the tip of an arrow.
 * @param {CanvasRenderingContext2D} pen
 * @param {Tip} tip
 * @param {string} colour
 * @param {import("./theme.js").Palette} palette
 */
export function drawTip(pen, { x, y }, colour, palette) {
  pen.beginPath();
  pen.arc(x, y, RADIUS, 0, 2 * Math.PI);
  pen.fillStyle = palette.panel;
  pen.fill();
  pen.lineWidth = 3;
  pen.strokeStyle = colour;
  pen.stroke();
}

/**
 * What the two sliders are when the tip of vector `cls` stands at [x, y].
 * @param {Tips} tips
 * @param {import("../wire/track.js").Frame} frame
 * @param {number} cls
 * @param {number[]} at
 * @returns {number[]}
 */
export function tipValues(tips, frame, cls, [x, y]) {
  const [one, other] = numbers(frame, tips.start).subarray(2 * cls, 2 * cls + 2);
  if (!tips.polar) {
    const share = tips.share ? number(frame, tips.share) : 1;
    return [(x - one) / share, (y - other) / share];
  }
  // the short way round
  const turned = ((degrees(x, y) - one + 540) % 360) - 180;
  return [turned, Math.hypot(x, y) / other];
}

/**
 * The grip of the tip nearest to (x, y), null where none is near.
 * @param {import("./canvas.js").Hooks} hooks
 * @param {Tips | null | undefined} tips
 * @param {Tip[]} seen
 * @param {import("../wire/track.js").Frame} frame
 * @param {{ place: { x: import("./axes.js").Scale, y: import("./axes.js").Scale }, terms?: (string | null)[] | null }} on
 * @param {number} x
 * @param {number} y
 * @returns {import("./canvas.js").Grip | null}
 */
export function tipGrip(hooks, tips, seen, frame, { place, terms }, x, y) {
  if (!tips) return null;
  const far = seen.map((tip) => Math.hypot(x - tip.x, y - tip.y));
  const near = far.indexOf(Math.min(...far));
  if (near < 0 || far[near] > GRAB) return null;
  const { cls, ...tip } = seen[near];
  const [dx, dy] = [tip.x - x, tip.y - y];
  /** @type {(a: number, b: number) => number[]} */
  const at = (a, b) => tipValues(tips, frame, cls, [place.x.back(a + dx), place.y.back(b + dy)]);
  return slide(hooks, tips.drag, at, { cursor: "grab", term: terms?.[cls] });
}
