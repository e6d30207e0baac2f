// Class regions on the front of the sphere: areas between the exact curves and the sphere's outline.
//
// The parts of a class's edge that lie in front are joined to closed loops, along the outline where
// they leave the front. Which side of the loops belongs to the class, lattice points tell.

import { tinted } from "./regions.js";

const SAME = 1e-9;
const OUTLINE_STEP = 0.05;
const VOTERS = 28;

/** Tint the regions of all classes. `place` = {x, y, radius, matrix}; `kind` as in the curves. */
export function drawAreas(pen, scene, place) {
  const { kind } = scene;
  const voters = frontPoints(scene.lattice, scene.owner, place.matrix);
  for (let cls = 0; cls < scene.names.length; cls += 1) {
    const edges = scene.curves.filter((curve) => (
      curve.kind === kind && (curve.cls === cls || (kind === 0 && curve.rival === cls))
    ));
    const loops = join(edges.flatMap((curve) => frontParts(curve.points, place.matrix)));
    let agree = 0;
    for (const { x, y, owner } of voters) agree += inside(loops, x, y) === (owner === cls) ? 1 : -1;
    if (!loops.length && agree >= 0) continue;
    outline(pen, loops, agree < 0, place);
    tinted(pen, scene, cls, "evenodd");
  }
}

/** A few lattice points well in front: where they are seen, and whose region they lie in. */
function frontPoints(lattice, classes, [a, b, c, d, e, f, g, h, i]) {
  const found = [];
  const stride = Math.max(1, Math.floor(lattice.length / 3 / (3 * VOTERS)));
  for (let k = 0; k < lattice.length / 3; k += stride) {
    const [x, y, z] = [lattice[3 * k], lattice[3 * k + 1], lattice[3 * k + 2]];
    if (g * x + h * y + i * z < 0.15) continue;
    found.push({ x: a * x + b * y + c * z, y: d * x + e * y + f * z, owner: classes[k] });
  }
  return found;
}

/**
 * A visible part of a curve in the unit disc, and which of its ends lie on the outline.
 * @typedef {{ points: number[][], starts: boolean, ends: boolean }} Part
 * @typedef {{ x: number, y: number, z: number }} Spot
 */

/**
 * The visible parts of a curve.
 * @param {ArrayLike<number>} points
 * @param {number[]} matrix
 */
function frontParts(points, [a, b, c, d, e, f, g, h, i]) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {Part | null} */
  let part = null;
  /** @type {Spot | null} */
  let before = null;
  for (let k = 0; k < points.length; k += 3) {
    const [x, y, z] = [points[k], points[k + 1], points[k + 2]];
    const now = { x: a * x + b * y + c * z, y: d * x + e * y + f * z, z: g * x + h * y + i * z };
    const front = now.z >= 0;
    if (front && !part) {
      part = { points: [], starts: Boolean(before), ends: false };
      parts.push(part);
      if (before) part.points.push(onOutline(before, now));
    }
    if (front) part?.points.push([now.x, now.y]);
    else if (part) {
      if (before) part.points.push(onOutline(before, now));
      part.ends = true;
      part = null;
    }
    before = now;
  }
  return parts.filter((one) => one.points.length > 1);
}

/**
 * Where the way from one point to the other crosses the outline.
 * @param {Spot} one
 * @param {Spot} other
 */
function onOutline(one, other) {
  const share = one.z / (one.z - other.z || 1);
  const [x, y] = [one.x + share * (other.x - one.x), one.y + share * (other.y - one.y)];
  const size = Math.hypot(x, y) || 1;
  return [x / size, y / size];
}

/** Closed loops made of the parts and of pieces of the outline. */
function join(parts) {
  const ends = parts.flatMap((part) => [
    { part, last: false, point: part.points[0], outline: part.starts },
    { part, last: true, point: part.points.at(-1), outline: part.ends },
  ]);
  pairOnOutline(ends.filter((end) => end.outline));
  pairCorners(ends.filter((end) => !end.partner));
  const loops = [];
  const used = new Set();
  for (const start of ends) {
    if (start.last || used.has(start.part)) continue;
    loops.push(walk(start, ends, used));
  }
  return loops;
}

/** Neighbours along the outline belong together; pairing them the other way gives the complement. */
function pairOnOutline(ends) {
  for (const end of ends) end.angle = Math.atan2(end.point[1], end.point[0]);
  ends.sort((one, other) => one.angle - other.angle);
  for (let k = 0; k + 1 < ends.length; k += 2) {
    ends[k].partner = ends[k + 1];
    ends[k + 1].partner = ends[k];
  }
}

/** Parts of one edge meet in corners: each open end belongs to the nearest other one. */
function pairCorners(ends) {
  const open = new Set(ends);
  for (const end of ends) {
    if (!open.delete(end)) continue;
    let best = null;
    let least = Infinity;
    for (const other of open) {
      const away = (other.point[0] - end.point[0]) ** 2 + (other.point[1] - end.point[1]) ** 2;
      if (away < least - SAME) [best, least] = [other, away];
    }
    end.partner = best ?? end;
    if (best) {
      best.partner = end;
      open.delete(best);
    }
  }
}

function walk(start, ends, used) {
  const loop = [];
  let from = start;
  while (!used.has(from.part)) {
    used.add(from.part);
    const { points } = from.part;
    loop.push(...(from.last ? [...points].reverse() : points));
    const to = ends.find((end) => end.part === from.part && end.last !== from.last);
    if (to.angle !== undefined && to.partner?.angle !== undefined) loop.push(...along(to.angle, to.partner.angle));
    from = to.partner ?? start;
  }
  return loop;
}

/** Points on the outline between two angles. */
function along(from, to) {
  const count = Math.ceil(Math.abs(to - from) / OUTLINE_STEP);
  return Array.from({ length: count }, (_, k) => {
    const angle = from + ((to - from) * k) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Even-odd rule. */
function inside(loops, x, y) {
  let odd = false;
  for (const loop of loops) {
    for (let k = 0, j = loop.length - 1; k < loop.length; j = k, k += 1) {
      const [x0, y0] = loop[j];
      const [x1, y1] = loop[k];
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) odd = !odd;
    }
  }
  return odd;
}

function outline(pen, loops, complement, { x, y, radius }) {
  pen.beginPath();
  for (const loop of loops) {
    loop.forEach((
      [px, py],
      k,
    ) => (k ? pen.lineTo(x + radius * px, y - radius * py) : pen.moveTo(x + radius * px, y - radius * py)));
    pen.closePath();
  }
  if (complement) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}
