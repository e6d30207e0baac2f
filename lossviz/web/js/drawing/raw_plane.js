// The raw view in 2-D: features with their lengths, class regions as wedges or polygons, axes.

import { drawPoints } from "./glyphs.js";
import { clipped, drawFrame, drawGrid, drawZeros } from "./plane_axes.js";
import { edged, MARGIN, tinted } from "./regions.js";
import { vectorAngles, writeNames } from "./rim.js";

const EDGE = 8;
// from here on the axis's numbers need more room
const LONG_NUMBERS = 1e4;
const EACH = 60;

/** Where the plane lies on the canvas: always the same place while its extent changes a little. */
function placeOf({ width, height, type }, view) {
  const long = view.extent >= LONG_NUMBERS || view.extent < 0.01;
  const [beside, below] = [(long ? 5.4 : 2.8) * type.axis, 1.9 * type.axis];
  const side = Math.min(width - beside, height - below) - EDGE;
  const left = (width - EDGE + beside - side) / 2;
  const top = (height - below + EDGE - side) / 2;
  return view.within({ left, top, right: left + side, bottom: top + side, side }, Math.max(EACH, side / 6));
}

/** Gives where it lies. */
export function drawPlane(pen, scene, view, look) {
  const at = placeOf(scene, view);
  const place = { ...at, ox: at.x(0), oy: at.y(0), rate: (at.side * view.zoom) / (2 * view.extent) };
  drawGrid(pen, place, look);
  clipped(pen, place, () => {
    drawZeros(pen, place, scene.palette);
    if (scene.polygons) drawPolygons(pen, scene, place);
    else drawWedges(pen, scene, place);
    drawVectors(pen, scene, place);
    project(scene, place);
    drawPoints(pen, scene);
  });
  drawFrame(pen, place, scene.palette.muted);
  writeNames(pen, scene, nameSpots(scene, place));
  return place;
}

/** Sectors as wedges that reach beyond the picture. */
function drawWedges(pen, scene, place) {
  const { ox, oy } = place;
  const far = 4 * place.side + Math.hypot(ox, oy);
  const whole = (sector) => sector.end - sector.start > 2 * Math.PI - 1e-6;
  const ray = (angle) => {
    pen.moveTo(ox, oy);
    pen.lineTo(ox + far * Math.cos(angle), oy - far * Math.sin(angle));
  };
  for (const sector of scene.sectors) {
    if (sector.kind === scene.kind) {
      pen.beginPath();
      pen.moveTo(ox, oy);
      pen.arc(ox, oy, far, -sector.end, -sector.start);
      pen.closePath();
      tinted(pen, scene, sector.cls);
    }
    if (whole(sector) || sector.kind > scene.kind) continue;
    pen.beginPath();
    ray(sector.start);
    if (sector.kind === MARGIN) ray(sector.end);
    edged(pen, scene, sector);
  }
}

function drawPolygons(pen, scene, place) {
  const { polygons, kind } = scene;
  let box = 0;
  for (const piece of polygons) {
    for (const value of piece.points) box = Math.max(box, Math.abs(value));
    if (piece.kind !== kind) continue;
    outline(pen, piece.points, place);
    tinted(pen, scene, piece.cls);
  }
  for (const piece of polygons) {
    if (piece.kind > kind) continue;
    openOutline(pen, piece.points, place, box * (1 - 1e-5));
    edged(pen, scene, piece);
  }
}

function outline(pen, points, { x, y }) {
  pen.beginPath();
  for (let i = 0; i < points.length; i += 2) pen.lineTo(x(points[i]), y(points[i + 1]));
  pen.closePath();
}

/** The polygon's sides, without those that only follow the box it was cut with. */
function openOutline(pen, points, { x, y }, box) {
  pen.beginPath();
  const count = points.length / 2;
  for (let i = 0; i < count; i += 1) {
    const j = (i + 1) % count;
    const [x0, y0, x1, y1] = [points[2 * i], points[2 * i + 1], points[2 * j], points[2 * j + 1]];
    const onBox = (Math.abs(x0) >= box && Math.abs(x0 - x1) < 1e-4 * box) ||
      (Math.abs(y0) >= box && Math.abs(y0 - y1) < 1e-4 * box);
    if (onBox) continue;
    // always from the same end: the dashes of two neighbours then lie on each other
    const swap = x0 > x1 || (x0 === x1 && y0 > y1);
    const [from, to] = swap ? [[x1, y1], [x0, y0]] : [[x0, y0], [x1, y1]];
    pen.moveTo(x(from[0]), y(from[1]));
    pen.lineTo(x(to[0]), y(to[1]));
  }
}

/** Each class vector: thin to the edge for its direction, thick for its own length. */
function drawVectors(pen, { wdir, wnorm, palette, emphasis, terms, lightable }, { side, ox, oy, rate }) {
  const far = 2 * side;
  for (let cls = 0; 2 * cls < wdir.length; cls += 1) {
    const [dx, dy] = [wdir[2 * cls], -wdir[2 * cls + 1]];
    pen.strokeStyle = palette.classes[cls];
    pen.globalAlpha = emphasis.alpha(terms[cls]);
    const lit = emphasis.on(terms[cls]) ? 1.5 : 0;
    for (const [reach, wide] of [[far, 1], [(wnorm[cls] ?? 0) * rate, 3.5]]) {
      pen.beginPath();
      pen.moveTo(ox, oy);
      pen.lineTo(ox + reach * dx, oy + reach * dy);
      pen.lineWidth = wide + lit;
      pen.stroke();
    }
    lightable(terms[cls], [ox, oy], [ox + far * dx, oy + far * dy]);
  }
  pen.globalAlpha = 1;
}

function project({ dir, norm, cloud }, { left, right, top, bottom, ox, oy, rate }) {
  const { at } = cloud;
  for (let i = 0; i < cloud.count; i += 1) {
    const x = ox + norm[i] * dir[2 * i] * rate;
    const y = oy - norm[i] * dir[2 * i + 1] * rate;
    at[2 * i] = x > left && x < right && y > top && y < bottom ? x : NaN;
    at[2 * i + 1] = y;
  }
}

/** Names stand where the vector's direction leaves the picture. */
function nameSpots({ wdir, type }, place) {
  const { ox, oy, side } = place;
  const inset = 0.9 * type.size;
  const [left, right] = [place.left + inset, place.right - inset];
  const [top, bottom] = [place.top + inset, place.bottom - inset];
  return vectorAngles(wdir).map((angle) => {
    if (angle === null) return null;
    const [dx, dy] = [Math.cos(angle), -Math.sin(angle)];
    const toX = dx > 0 ? (right - ox) / dx : (left - ox) / dx;
    const toY = dy > 0 ? (bottom - oy) / dy : (top - oy) / dy;
    // on the inscribed circle rather than in a corner, where the buttons are
    const reach = Math.min(toX, toY, side / 2 - inset);
    return reach > 0 ? { x: ox + reach * dx, y: oy + reach * dy } : null;
  });
}
