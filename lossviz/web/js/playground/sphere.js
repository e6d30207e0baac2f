// 3-D: an orthographic sphere that can be turned; in the raw view a ball of features with axes.

import { drawAreas } from "./areas.js";
import { drawPoints } from "../drawing/glyphs.js";
import { writeNames } from "./rim.js";
import { tickText, write } from "../drawing/surface.js";

const TURN = 2 * Math.PI;
const MARGIN = 1;
const BACK = 0.28;
const [YAW, PITCH] = [-0.6, 0.42];

/** From where the sphere is seen; kept over every update. */
export class SphereView {
  yaw = YAW;
  pitch = PITCH;
  behind = new Uint8Array(0);

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
    this.yaw -= dx;
    this.pitch = Math.min(Math.max(this.pitch + dy, -Math.PI / 2), Math.PI / 2);
  }

  /** Rows: right, up and towards the viewer. */
  matrix() {
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)];
    return [cy, sy, 0, -sp * sy, sp * cy, cp, cp * sy, -cp * cy, sp];
  }
}

export function drawSphere(pen, scene, view, raw) {
  const { width, height, frame, palette, meta } = scene;
  const radius = 0.425 * Math.min(width, height);
  const place = { x: width / 2, y: height / 2, radius, matrix: view.matrix() };
  if (!raw && frame.tint && meta.lattice) drawAreas(pen, scene, place);
  pen.beginPath();
  pen.arc(place.x, place.y, radius, 0, TURN);
  pen.lineWidth = 1.5;
  pen.strokeStyle = raw ? palette.grid : palette.ink;
  pen.stroke();
  if (view.behind.length < meta.n) view.behind = new Uint8Array(meta.n);
  project(scene, place, view.behind, raw);
  if (!raw) drawCurves(pen, scene, place, false);
  drawVectors(pen, scene, place, raw, false);
  drawPoints(pen, scene, { behind: view.behind, side: true });
  if (raw) drawAxes(pen, scene, place);
  else drawCurves(pen, scene, place, true);
  drawVectors(pen, scene, place, raw, true);
  drawPoints(pen, scene, { behind: view.behind, side: false });
  writeNames(pen, scene, nameSpots(scene, place));
}

/** Screen place and side of every point; raw features are drawn to the track's extent. */
function project({ frame, meta, at, extent }, { x, y, radius, matrix: [a, b, c, d, e, f, g, h, i] }, behind, raw) {
  const { dir, norm } = frame;
  for (let p = 0; p < meta.n; p += 1) {
    const [dx, dy, dz] = [dir[3 * p], dir[3 * p + 1], dir[3 * p + 2]];
    const far = raw ? Math.min(norm[p] / extent, 1) * radius : radius;
    at[2 * p] = x + far * (a * dx + b * dy + c * dz);
    at[2 * p + 1] = y - far * (d * dx + e * dy + f * dz);
    behind[p] = g * dx + h * dy + i * dz < 0 ? 1 : 0;
  }
}

/** The parts of the edges in front (solid) or behind (faint). */
function drawCurves(pen, { frame, palette, kind }, place, front) {
  pen.globalAlpha = front ? 1 : BACK;
  for (const curve of frame.curves ?? []) {
    if (curve.kind > kind) continue;
    pen.beginPath();
    tracePart(pen, curve.points, place, front);
    pen.lineWidth = curve.kind === MARGIN ? 2.25 : 1.5;
    pen.setLineDash(curve.kind === MARGIN ? [] : [6, 5]);
    pen.strokeStyle = curve.kind === MARGIN ? palette.classes[curve.cls] : palette.muted;
    pen.stroke();
  }
  pen.setLineDash([]);
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

function drawVectors(pen, { frame, palette, extent }, place, raw, front) {
  const [a, b, c, d, e, f, g, h, i] = place.matrix;
  const { wdir, wnorm } = frame;
  for (let cls = 0; 3 * cls < wdir.length; cls += 1) {
    const [dx, dy, dz] = [wdir[3 * cls], wdir[3 * cls + 1], wdir[3 * cls + 2]];
    if (g * dx + h * dy + i * dz >= 0 !== front) continue;
    const far = place.radius * (raw ? Math.min((wnorm?.[cls] ?? 1) / extent, 1) : 1.04);
    pen.beginPath();
    pen.moveTo(place.x, place.y);
    pen.lineTo(place.x + far * (a * dx + b * dy + c * dz), place.y - far * (d * dx + e * dy + f * dz));
    pen.globalAlpha = front ? 1 : BACK;
    pen.lineWidth = 3;
    pen.strokeStyle = palette.classes[cls];
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function drawAxes(pen, { palette, type, extent }, { x, y, radius, matrix }) {
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
  const font = `${type.axis}px ${type.family}`;
  for (let axis = 0; axis < 3; axis += 1) {
    const [ex, ey] = [x + radius * matrix[axis], y - radius * matrix[3 + axis]];
    write(pen, tickText(Number(extent.toPrecision(3))), ex, ey, {
      colour: palette.muted,
      rim: palette.panel,
      font,
      align: "center",
    });
  }
}

function nameSpots({ frame, type }, { x, y, radius, matrix: [a, b, c, d, e, f, g, h, i] }) {
  const { wdir } = frame;
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
