// The unit view in 2-D: directions on a circle, class regions as sectors.

import { drawPoints } from "./glyphs.js";
import { MARGIN, tinted } from "./regions.js";
import { spread, vectorAngles, writeNames } from "./rim.js";

const TURN = 2 * Math.PI;

/** Radius of the circle as a share of the picture's side: outside it stand the class names. */
const ROOM = 0.425;

export function drawCircle(pen, scene) {
  const { width, height, type, palette } = scene;
  const place = { x: width / 2, y: height / 2, radius: ROOM * Math.min(width, height) };
  fillRegions(pen, scene, place);
  drawBoundaries(pen, scene, place);
  pen.beginPath();
  pen.arc(place.x, place.y, place.radius, 0, TURN);
  pen.lineWidth = 1.5;
  pen.strokeStyle = palette.ink;
  pen.stroke();
  drawVectors(pen, scene, place);
  project(scene, place);
  drawPoints(pen, scene);
  if (scene.selected >= 0) drawAngle(pen, scene, place);
  const reach = place.radius + 0.8 * type.size + 6;
  const spots = spread(vectorAngles(scene.wdir), (1.35 * type.size) / reach).map((angle) => (
    angle === null ? null : { x: place.x + reach * Math.cos(angle), y: place.y - reach * Math.sin(angle) }
  ));
  writeNames(pen, scene, spots);
  return place;
}

function fillRegions(pen, scene, { x, y, radius }) {
  for (const sector of scene.sectors) {
    if (sector.kind !== scene.kind) continue;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, radius, -sector.end, -sector.start);
    tinted(pen, scene, sector.cls);
  }
}

/** Edges of the regions under the margin solid in the class's colour; decision boundaries dashed. */
function drawBoundaries(pen, { sectors, palette, kind }, place) {
  const whole = (sector) => sector.end - sector.start > TURN - 1e-6;
  pen.lineWidth = 1.5;
  pen.setLineDash([6, 5]);
  pen.strokeStyle = palette.muted;
  pen.beginPath();
  for (const sector of sectors) if (sector.kind === 0 && !whole(sector)) ray(pen, place, sector.start);
  pen.stroke();
  pen.setLineDash([]);
  if (kind !== MARGIN) return;
  for (const sector of sectors) {
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

function drawVectors(pen, { wdir, palette, emphasis, terms, lightable }, { x, y, radius }) {
  for (let cls = 0; 2 * cls < wdir.length; cls += 1) {
    const to = [x + 1.02 * radius * wdir[2 * cls], y - 1.02 * radius * wdir[2 * cls + 1]];
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(to[0], to[1]);
    pen.globalAlpha = emphasis.alpha(terms[cls]);
    pen.lineWidth = emphasis.on(terms[cls]) ? 5 : 3;
    pen.strokeStyle = palette.classes[cls];
    pen.stroke();
    lightable(terms[cls], [x, y], to);
  }
  pen.globalAlpha = 1;
}

function project({ dir, cloud, jitter }, { x, y, radius }) {
  for (let i = 0; i < cloud.count; i += 1) {
    const far = radius * jitter[i];
    cloud.at[2 * i] = x + far * dir[2 * i];
    cloud.at[2 * i + 1] = y - far * dir[2 * i + 1];
  }
}

/** The angle between the lit-up point and its own class vector. */
function drawAngle(pen, { dir, wdir, labels, selected, cloud, palette }, { x, y, radius }) {
  const cls = labels[selected];
  const own = Math.atan2(wdir[2 * cls + 1], wdir[2 * cls]);
  const turn = Math.atan2(dir[2 * selected + 1], dir[2 * selected]);
  const sweep = ((turn - own + 3 * Math.PI) % TURN) - Math.PI;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(cloud.at[2 * selected], cloud.at[2 * selected + 1]);
  pen.moveTo(x + 0.4 * radius * Math.cos(own), y - 0.4 * radius * Math.sin(own));
  pen.arc(x, y, 0.4 * radius, -own, -(own + sweep), sweep > 0);
  pen.lineWidth = 2;
  pen.strokeStyle = palette.ink;
  pen.stroke();
}
