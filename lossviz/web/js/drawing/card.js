// What a picture knows of one of its points by itself: its class, where it is, its angles to the class vectors.

import { degrees, fill } from "../frame/dom.js";
import { inkOf } from "./colours.js";
import { format } from "./format.js";

const MOST_ROWS = 6;

/**
 * @param {ArrayLike<number>} at the point
 * @param {number} cls its class, from 0
 * @param {ArrayLike<number>} vectors [C, d]; none where the picture has none
 * @param {string[] | null | undefined} names of the classes, or of their vectors
 * @param {Record<string, string>} text
 * @param {import("./canvas.js").Look} look
 * @returns {import("./tooltip.js").Card}
 */
export function cardOf(at, cls, vectors, names, text, { palette }) {
  /** @type {(k: number) => string} */
  const name = (k) => names?.[k] || String(k + 1);
  const place = Array.from(at, (value) => format("score", value)).join(", ");
  const angles = anglesTo(at, vectors);
  const order = angles.map((_, k) => k).filter((k) => !Number.isNaN(angles[k]));
  order.sort((one, other) => angles[one] - angles[other]);
  const lines = order.slice(0, MOST_ROWS).map((k) => ({
    name: name(k),
    colour: inkOf(`class:${k}`, palette),
    own: k === cls,
    cells: [degrees(angles[k])],
  }));
  return {
    title: fill(text.tip_class, { name: name(cls) }),
    colour: inkOf(`class:${cls}`, palette),
    facts: [`(${place})`],
    said: order.includes(cls) ? [`${text.tip_angle} ${degrees(angles[cls])}`] : [],
    table: lines.length ? { head: [text.tip_column_class, text.tip_angle], lines } : null,
  };
}

/**
 * Angles in degrees between a point and each of the vectors; NaN where one of them has no direction.
 * @param {ArrayLike<number>} at
 * @param {ArrayLike<number>} vectors
 */
export function anglesTo(at, vectors) {
  const size = at.length;
  const own = Math.hypot(...Array.from(at));
  return Array.from({ length: vectors.length / size }, (_, k) => {
    let [dot, square] = [0, 0];
    for (let d = 0; d < size; d += 1) {
      const w = vectors[size * k + d];
      dot += at[d] * w;
      square += w * w;
    }
    const cosine = dot / (own * Math.sqrt(square));
    return (Math.acos(Math.min(Math.max(cosine, -1), 1)) * 180) / Math.PI;
  });
}
