// 3-D: an orthographic sphere that can be turned; in the raw view a ball of features with axes.

import { drawAreas } from "./areas.js";
import { font } from "./axes.js";
import { drawPoints } from "./glyphs.js";
import { edged, MARGIN } from "./regions.js";
import { writeNames } from "./rim.js";
import { tickText, write } from "./surface.js";

const TURN = 2 * Math.PI;
const BACK = 0.28;

/** Gives where it lies. */
export function drawSphere(pen, scene, view, raw, look) {
  const { width, height, palette } = scene;
  const place = { x: width / 2, y: height / 2, radius: 0.425 * Math.min(width, height), matrix: view.matrix() };
  if (!raw && scene.owner && scene.lattice) drawAreas(pen, scene, place);
  pen.beginPath();
  pen.arc(place.x, place.y, place.radius, 0, TURN);
  pen.lineWidth = 1.5;
  pen.strokeStyle = raw ? palette.grid : palette.ink;
  pen.stroke();
  project(scene, place, raw);
  if (!raw) drawCurves(pen, scene, place, false);
  drawVectors(pen, scene, place, raw, false);
  drawPoints(pen, scene, true);
  if (raw) drawAxes(pen, scene, place, look);
  else drawCurves(pen, scene, place, true);
  drawVectors(pen, scene, place, raw, true);
  drawPoints(pen, scene, false);
  // of features that lie in a ball none hides another
  if (raw) scene.cloud.behind.fill(0);
  writeNames(pen, scene, nameSpots(scene, place));
  return place;
}

/** Screen place and side of every point; raw features are drawn to the track's extent. */
function project({ dir, norm, cloud, extent }, { x, y, radius, matrix: [a, b, c, d, e, f, g, h, i] }, raw) {
  const { at, behind } = cloud;
  for (let p = 0; p < cloud.count; p += 1) {
    const [dx, dy, dz] = [dir[3 * p], dir[3 * p + 1], dir[3 * p + 2]];
    const far = raw ? Math.min(norm[p] / extent, 1) * radius : radius;
    at[2 * p] = x + far * (a * dx + b * dy + c * dz);
    at[2 * p + 1] = y - far * (d * dx + e * dy + f * dz);
    behind[p] = g * dx + h * dy + i * dz < 0 ? 1 : 0;
  }
}

/** The parts of the edges in front (solid) or behind (faint). */
function drawCurves(pen, scene, place, front) {
  pen.globalAlpha = front ? 1 : BACK;
  for (const curve of scene.curves) {
    if (curve.kind > scene.kind) continue;
    pen.beginPath();
    tracePart(pen, curve.points, place, front);
    edged(pen, scene, curve, curve.kind === MARGIN && scene.emphasis.on(scene.terms[curve.cls]) ? 4 : 2.25);
  }
  pen.globalAlpha = 1;
}

function tracePart(pen, points, { x, y, radius, matrix: [a, b, c, d, e, f, g, h, i] }, front) {
  let drawing = false;
  for (let k = 0; k < points.length; k += 3) {
    const [px, py, pz] = [points[k], points[k + 1], points[k + 2]];
    const here = g * px + h * py + i * pz >= 0 === front;
    if (here) {
      const sx = x + radius * (a * px + b * py + c * pz);
      const sy = y - radius * (d * px + e * py + f * pz);
      if (drawing) pen.lineTo(sx, sy);
      else pen.moveTo(sx, sy);
    }
    drawing = here;
  }
}

function drawVectors(pen, { wdir, wnorm, palette, extent, emphasis, terms, lightable }, place, raw, front) {
  const [a, b, c, d, e, f, g, h, i] = place.matrix;
  for (let cls = 0; 3 * cls < wdir.length; cls += 1) {
    const [dx, dy, dz] = [wdir[3 * cls], wdir[3 * cls + 1], wdir[3 * cls + 2]];
    if (g * dx + h * dy + i * dz >= 0 !== front) continue;
    const far = place.radius * (raw ? Math.min((wnorm[cls] ?? 1) / extent, 1) : 1.04);
    const to = [place.x + far * (a * dx + b * dy + c * dz), place.y - far * (d * dx + e * dy + f * dz)];
    pen.beginPath();
    pen.moveTo(place.x, place.y);
    pen.lineTo(to[0], to[1]);
    pen.globalAlpha = (front ? 1 : BACK) * emphasis.alpha(terms[cls]);
    pen.lineWidth = emphasis.on(terms[cls]) ? 5 : 3;
    pen.strokeStyle = palette.classes[cls];
    pen.stroke();
    lightable(terms[cls], [place.x, place.y], to);
  }
  pen.globalAlpha = 1;
}

function drawAxes(pen, { palette, extent }, { x, y, radius, matrix }, look) {
  pen.lineWidth = 1;
  pen.strokeStyle = palette.muted;
  pen.beginPath();
  for (let axis = 0; axis < 3; axis += 1) {
    const [dx, dy] = [radius * matrix[axis], radius * matrix[3 + axis]];
    pen.moveTo(x - dx, y + dy);
    pen.lineTo(x + dx, y - dy);
  }
  pen.stroke();
  // how far the axes reach, at the end of each
  for (let axis = 0; axis < 3; axis += 1) {
    const [ex, ey] = [x + radius * matrix[axis], y - radius * matrix[3 + axis]];
    write(pen, tickText(Number(extent.toPrecision(3))), ex, ey, {
      colour: palette.muted,
      rim: palette.panel,
      font: font(look, "axis"),
      align: "center",
    });
  }
}

function nameSpots({ wdir, type }, { x, y, radius, matrix: [a, b, c, d, e, f, g, h, i] }) {
  const reach = radius + 0.9 * type.size;
  return Array.from({ length: wdir.length / 3 }, (_, cls) => {
    const [dx, dy, dz] = [wdir[3 * cls], wdir[3 * cls + 1], wdir[3 * cls + 2]];
    if (dx * dx + dy * dy + dz * dz < 1e-12) return null;
    return {
      x: x + reach * (a * dx + b * dy + c * dz),
      y: y - reach * (d * dx + e * dy + f * dz),
      faint: g * dx + h * dy + i * dz < 0,
    };
  });
}
