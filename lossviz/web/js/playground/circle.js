// The unit view in 2-D: directions on a circle, class regions as sectors.

import { drawPoints } from "../drawing/glyphs.js";
import { spread, vectorAngles, writeNames } from "./rim.js";

const TURN = 2 * Math.PI;
const MARGIN = 1;

/** Radius of the circle as a share of the picture's side: outside it stand the class names. */
const ROOM = 0.425;

export function drawCircle(pen, scene) {
  const { width, height, frame } = scene;
  const place = { x: width / 2, y: height / 2, radius: ROOM * Math.min(width, height) };
  fillRegions(pen, scene, place);
  drawBoundaries(pen, scene, place);
  pen.beginPath();
  pen.arc(place.x, place.y, place.radius, 0, TURN);
  pen.lineWidth = 1.5;
  pen.strokeStyle = scene.palette.ink;
  pen.stroke();
  drawVectors(pen, scene, place);
  project(scene, place);
  drawPoints(pen, scene, {});
  if (scene.selected >= 0) drawAngle(pen, scene, place);
  const angles = vectorAngles(frame);
  const reach = place.radius + 0.8 * scene.type.size + 6;
  const spots = spread(angles, (1.35 * scene.type.size) / reach).map((angle) => (
    angle === null ? null : { x: place.x + reach * Math.cos(angle), y: place.y - reach * Math.sin(angle) }
  ));
  writeNames(pen, scene, spots);
}

function fillRegions(pen, { frame, palette, kind }, { x, y, radius }) {
  pen.globalAlpha = palette.tintAlpha;
  for (const sector of frame.sectors ?? []) {
    if (sector.kind !== kind) continue;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, radius, -sector.end, -sector.start);
    pen.fillStyle = palette.classes[sector.cls];
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** Edges of the regions under the margin solid in the class's colour; decision boundaries dashed. */
function drawBoundaries(pen, { frame, palette, kind }, place) {
  const whole = (sector) => sector.end - sector.start > TURN - 1e-6;
  pen.lineWidth = 1.5;
  pen.setLineDash([6, 5]);
  pen.strokeStyle = palette.muted;
  pen.beginPath();
  for (const sector of frame.sectors ?? []) {
    if (sector.kind === 0 && !whole(sector)) ray(pen, place, sector.start);
  }
  pen.stroke();
  pen.setLineDash([]);
  if (kind !== MARGIN) return;
  for (const sector of frame.sectors ?? []) {
    if (sector.kind !== MARGIN || whole(sector)) continue;
    pen.beginPath();
    ray(pen, place, sector.start);
    ray(pen, place, sector.end);
    pen.strokeStyle = palette.classes[sector.cls];
    pen.stroke();
  }
}

function ray(pen, { x, y, radius }, angle) {
  pen.moveTo(x, y);
  pen.lineTo(x + radius * Math.cos(angle), y - radius * Math.sin(angle));
}

function drawVectors(pen, { frame, palette }, { x, y, radius }) {
  const { wdir } = frame;
  for (let cls = 0; 2 * cls < wdir.length; cls += 1) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 1.02 * radius * wdir[2 * cls], y - 1.02 * radius * wdir[2 * cls + 1]);
    pen.lineWidth = 3;
    pen.strokeStyle = palette.classes[cls];
    pen.stroke();
  }
}

function project({ frame, meta, at }, { x, y, radius }) {
  const { dir } = frame;
  for (let i = 0; i < meta.n; i += 1) {
    const far = radius * meta.jitter[i];
    at[2 * i] = x + far * dir[2 * i];
    at[2 * i + 1] = y - far * dir[2 * i + 1];
  }
}

/** The angle between the lit-up point and its own class vector. */
function drawAngle(pen, { frame, meta, selected, at, palette }, { x, y, radius }) {
  const cls = meta.labels[selected];
  const own = Math.atan2(frame.wdir[2 * cls + 1], frame.wdir[2 * cls]);
  const turn = Math.atan2(frame.dir[2 * selected + 1], frame.dir[2 * selected]);
  const sweep = ((turn - own + 3 * Math.PI) % TURN) - Math.PI;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(at[2 * selected], at[2 * selected + 1]);
  pen.moveTo(x + 0.4 * radius * Math.cos(own), y - 0.4 * radius * Math.sin(own));
  pen.arc(x, y, 0.4 * radius, -own, -(own + sweep), sweep > 0);
  pen.lineWidth = 2;
  pen.strokeStyle = palette.ink;
  pen.stroke();
}
