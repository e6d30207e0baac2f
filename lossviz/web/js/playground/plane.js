// The raw view in 2-D: features with their lengths, class regions as wedges or polygons, axes.

import { drawPoints } from "../drawing/glyphs.js";
import { vectorAngles, writeNames } from "./rim.js";
import { ticks, tickText, write } from "../drawing/surface.js";

const MARGIN = 1;
const LARGEST_ZOOM = 40;
const EDGE = 8;
// from here on the axis's numbers need more room
const LONG_NUMBERS = 1e4;

/** Zoom and place of the raw view; kept while frames and tracks change. */
export class PlaneView {
  zoom = 1;
  /** @type {[number, number]} */
  centre = [0, 0];
  extent = 0;

  reset() {
    this.zoom = 1;
    this.centre = [0, 0];
  }

  /** Move the half width a step towards `target`; true while there is some way to go. */
  follow(target, still) {
    if (!target) return false;
    const away = Math.log(target / (this.extent || target));
    const there = still || !this.extent || Math.abs(away) < 0.004;
    this.extent = there ? target : this.extent * Math.exp(0.25 * away);
    return !there;
  }

  /** Zoom by `factor` so that the feature under (px, py) keeps its place. */
  zoomAt(factor, px, py, place) {
    const [fx, fy] = toFeature(place, px, py);
    const zoom = Math.min(Math.max(this.zoom * factor, 1), LARGEST_ZOOM);
    const share = this.zoom / zoom;
    this.zoom = zoom;
    this.#centre(fx + (this.centre[0] - fx) * share, fy + (this.centre[1] - fy) * share);
  }

  pan(dx, dy, place) {
    this.#centre(this.centre[0] - dx / place.scale, this.centre[1] + dy / place.scale);
  }

  #centre(x, y) {
    const free = this.extent * (1 - 1 / this.zoom);
    this.centre = [Math.min(Math.max(x, -free), free), Math.min(Math.max(y, -free), free)];
  }

  /** Where the picture lies on a canvas of the given size. */
  place({ width, height, type }) {
    const long = this.extent >= LONG_NUMBERS || this.extent < 0.01;
    const [beside, below] = [(long ? 5.4 : 2.8) * type.axis, 1.9 * type.axis];
    const side = Math.min(width - beside, height - below) - EDGE;
    const left = (width - EDGE + beside - side) / 2;
    const top = (height - below + EDGE - side) / 2;
    const scale = (side * this.zoom) / (2 * this.extent);
    const [cx, cy] = this.centre;
    return { left, top, side, scale, x: left + side / 2 - cx * scale, y: top + side / 2 + cy * scale };
  }
}

function toFeature({ x, y, scale }, px, py) {
  return [(px - x) / scale, (y - py) / scale];
}

export function drawPlane(pen, scene, view) {
  const place = view.place(scene);
  const half = place.side / (2 * place.scale);
  drawAxes(pen, scene, place, view.centre, half);
  pen.save();
  pen.beginPath();
  pen.rect(place.left, place.top, place.side, place.side);
  pen.clip();
  if (scene.frame.polys) drawPolygons(pen, scene, place);
  else drawWedges(pen, scene, place);
  drawVectors(pen, scene, place);
  project(scene, place);
  drawPoints(pen, scene, {});
  pen.restore();
  writeNames(pen, scene, nameSpots(scene, place));
}

function drawAxes(pen, { palette, type }, place, [cx, cy], half) {
  const { left, top, side, scale } = place;
  const font = `${type.axis}px ${type.family}`;
  const wanted = Math.min(6, Math.floor(side / 60));
  pen.lineWidth = 1;
  for (const value of ticks(cx - half, cx + half, wanted)) {
    const x = place.x + value * scale;
    line(pen, x, top, x, top + side, value === 0 ? palette.muted : palette.grid);
    write(pen, tickText(value), x, top + side + 0.9 * type.axis, { colour: palette.muted, font, align: "center" });
  }
  for (const value of ticks(cy - half, cy + half, wanted)) {
    const y = place.y - value * scale;
    line(pen, left, y, left + side, y, value === 0 ? palette.muted : palette.grid);
    write(pen, tickText(value), left - 6, y, { colour: palette.muted, font, align: "right" });
  }
  pen.strokeStyle = palette.muted;
  pen.strokeRect(left, top, side, side);
}

function line(pen, x0, y0, x1, y1, colour) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.strokeStyle = colour;
  pen.stroke();
}

/** Sectors as wedges that reach beyond the picture. */
function drawWedges(pen, { frame, palette, kind }, place) {
  const far = 4 * place.side + Math.hypot(place.x, place.y);
  const whole = (sector) => sector.end - sector.start > 2 * Math.PI - 1e-6;
  const ray = (angle) => {
    pen.moveTo(place.x, place.y);
    pen.lineTo(place.x + far * Math.cos(angle), place.y - far * Math.sin(angle));
  };
  for (const sector of frame.sectors ?? []) {
    if (sector.kind === kind) {
      pen.beginPath();
      pen.moveTo(place.x, place.y);
      pen.arc(place.x, place.y, far, -sector.end, -sector.start);
      pen.closePath();
      pen.globalAlpha = palette.tintAlpha;
      pen.fillStyle = palette.classes[sector.cls];
      pen.fill();
      pen.globalAlpha = 1;
    }
    if (whole(sector) || sector.kind > kind) continue;
    pen.beginPath();
    ray(sector.start);
    if (sector.kind === MARGIN) ray(sector.end);
    edge(pen, palette, sector);
  }
}

function edge(pen, palette, { kind, cls }) {
  pen.lineWidth = 1.5;
  pen.setLineDash(kind === MARGIN ? [] : [6, 5]);
  pen.strokeStyle = kind === MARGIN ? palette.classes[cls] : palette.muted;
  pen.stroke();
  pen.setLineDash([]);
}

function drawPolygons(pen, { frame, palette, kind }, place) {
  for (const piece of frame.polys) {
    if (piece.kind !== kind) continue;
    outline(pen, piece.points, place);
    pen.globalAlpha = palette.tintAlpha;
    pen.fillStyle = palette.classes[piece.cls];
    pen.fill();
    pen.globalAlpha = 1;
  }
  let box = 0;
  for (const piece of frame.polys) for (const value of piece.points) box = Math.max(box, Math.abs(value));
  for (const piece of frame.polys) {
    if (piece.kind > kind) continue;
    openOutline(pen, piece.points, place, box * (1 - 1e-5));
    edge(pen, palette, piece);
  }
}

function outline(pen, points, place) {
  pen.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    pen.lineTo(place.x + points[i] * place.scale, place.y - points[i + 1] * place.scale);
  }
  pen.closePath();
}

/** The polygon's sides, without those that only follow the box it was cut with. */
function openOutline(pen, points, place, box) {
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
    pen.moveTo(place.x + from[0] * place.scale, place.y - from[1] * place.scale);
    pen.lineTo(place.x + to[0] * place.scale, place.y - to[1] * place.scale);
  }
}

/** Each class vector: thin to the edge for its direction, thick for its own length. */
function drawVectors(pen, { frame, palette }, place) {
  const { wdir, wnorm } = frame;
  const far = 2 * place.side;
  for (let cls = 0; 2 * cls < wdir.length; cls += 1) {
    const [dx, dy] = [wdir[2 * cls], -wdir[2 * cls + 1]];
    pen.strokeStyle = palette.classes[cls];
    for (const [reach, wide] of [[far, 1], [(wnorm?.[cls] ?? 0) * place.scale, 3.5]]) {
      pen.beginPath();
      pen.moveTo(place.x, place.y);
      pen.lineTo(place.x + reach * dx, place.y + reach * dy);
      pen.lineWidth = wide;
      pen.stroke();
    }
  }
}

function project({ frame, meta, at }, place) {
  const { dir, norm } = frame;
  for (let i = 0; i < meta.n; i += 1) {
    const x = place.x + norm[i] * dir[2 * i] * place.scale;
    const y = place.y - norm[i] * dir[2 * i + 1] * place.scale;
    const inside = x > place.left && x < place.left + place.side && y > place.top && y < place.top + place.side;
    at[2 * i] = inside ? x : NaN;
    at[2 * i + 1] = y;
  }
}

/** Names stand where the vector's direction leaves the picture. */
function nameSpots({ frame, type }, place) {
  const inset = 0.9 * type.size;
  const [left, right] = [place.left + inset, place.left + place.side - inset];
  const [top, bottom] = [place.top + inset, place.top + place.side - inset];
  return vectorAngles(frame).map((angle) => {
    if (angle === null) return null;
    const [dx, dy] = [Math.cos(angle), -Math.sin(angle)];
    const toX = dx > 0 ? (right - place.x) / dx : (left - place.x) / dx;
    const toY = dy > 0 ? (bottom - place.y) / dy : (top - place.y) / dy;
    // on the inscribed circle rather than in a corner, where the buttons are
    const reach = Math.min(toX, toY, place.side / 2 - inset);
    return reach > 0 ? { x: place.x + reach * dx, y: place.y + reach * dy } : null;
  });
}
