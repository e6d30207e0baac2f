// The target logit ψ(θ) against cos θ, and under it where the angles of the points lie.

import { degrees } from "../frame/dom.js";
import { Surface, write } from "../drawing/surface.js";

const OWN = 0;
const RIVAL = 1;

export class Curves {
  constructor(canvas, redraw) {
    this.surface = new Surface(canvas, redraw);
  }

  draw({ meta, frame, palette, text, type, markAngle }) {
    const pen = this.surface.start();
    if (!pen || !frame) return;
    const place = this.#place(type, Boolean(frame.psi), Boolean(frame.hist));
    drawFrame(pen, place, palette, type);
    if (frame.hist) drawHistogram(pen, place, meta, frame.hist, palette, type, text);
    if (frame.psi) drawLogits(pen, place, meta, frame.psi, palette, type);
    if (markAngle !== null) mark(pen, place, markAngle, palette, type);
  }

  /** The curve above, the histogram below, one axis of angles for both. */
  #place(type, withCurve, withBars) {
    const { width, height } = this.surface;
    const left = 2.4 * type.axis;
    const right = width - 1.7 * type.axis;
    const top = 0.6 * type.axis;
    const bottom = height - 1.8 * type.axis;
    const share = withCurve && withBars ? 0.6 : withCurve ? 1 : 0;
    const cut = top + share * (bottom - top);
    // the names of the bars stand over them
    const gap = withBars ? 1.35 * type.size : 0;
    return {
      left,
      right,
      top,
      bottom,
      curve: cut,
      bars: cut + gap,
      x: (angle) => left + ((right - left) * angle) / 180,
    };
  }

  close() {
    this.surface.close();
  }
}

function drawFrame(pen, place, palette, type) {
  const font = `${type.axis}px ${type.family}`;
  const every = place.right - place.left > 24 * type.axis ? 30 : 60;
  pen.lineWidth = 1;
  for (let angle = 0; angle <= 180; angle += every) {
    const x = place.x(angle);
    stroke(pen, [[x, place.top], [x, place.bottom]], palette.grid, 1);
    const align = angle === 180 ? "right" : "center";
    const at = angle === 180 ? place.right + 1.4 * type.axis : x;
    write(pen, `${angle}°`, at, place.bottom + type.axis, { colour: palette.muted, font, align });
  }
  stroke(pen, [[place.left, place.bottom], [place.right, place.bottom]], palette.muted, 1);
}

function drawLogits(pen, place, meta, psi, palette, type) {
  const angles = meta.theta_deg;
  // the range follows ψ without steps, so that nothing jumps while a margin is dragged
  let low = -1.15;
  for (const value of psi) if (value - 0.1 < low) low = value - 0.1;
  const y = (value) => place.top + ((1.15 - value) / (1.15 - low)) * (place.curve - place.top);
  const font = `${type.axis}px ${type.family}`;
  const every = low < -5 ? 4 : low < -2.6 ? 2 : 1;
  for (let value = 1; value >= low; value -= every) {
    stroke(pen, [[place.left, y(value)], [place.right, y(value)]], palette.grid, 1);
    write(pen, String(value).replace("-", "−"), place.left - 6, y(value), {
      colour: palette.muted,
      font,
      align: "right",
    });
  }
  const line = (values) => Array.from(angles, (angle, k) => [place.x(angle), y(values[k])]);
  pen.save();
  pen.beginPath();
  pen.rect(place.left, place.top, place.right - place.left, place.curve - place.top);
  pen.clip();
  pen.setLineDash([6, 5]);
  stroke(pen, line(meta.base), palette.muted, 2);
  pen.setLineDash([]);
  stroke(pen, line(psi), palette.curve, 3);
  pen.restore();
  nameCurves(pen, place, palette, type);
}

/** Names in the colours of their curves, in the corner that no such curve reaches. */
function nameCurves(pen, place, palette, type) {
  const font = `600 ${type.size}px ${type.family}`;
  const line = 1.25 * type.size;
  const names = [["ψ(θ)", palette.curve, []], ["cos θ", palette.muted, [6, 5]]];
  names.forEach(([name, colour, dash], k) => {
    const y = place.top + (k + 0.6) * line;
    write(pen, name, place.right, y, { colour, rim: palette.panel, font, align: "right" });
    const end = place.right - pen.measureText(name).width - 8;
    pen.setLineDash(dash);
    stroke(pen, [[end - 26, y], [end, y]], colour, dash.length ? 2 : 3);
    pen.setLineDash([]);
  });
}

function drawHistogram(pen, place, meta, hist, palette, type, text) {
  const edges = meta.bin_edges_deg;
  const count = edges.length - 1;
  let peak = 0.2 * meta.n_train;
  for (const value of hist) peak = Math.max(peak, value);
  const height = place.bottom - place.bars;
  const bars = (series, colour, alpha) => {
    pen.fillStyle = colour;
    pen.globalAlpha = alpha;
    for (let k = 0; k < count; k += 1) {
      const tall = (height * hist[series * count + k]) / peak;
      const [x0, x1] = [place.x(edges[k]), place.x(edges[k + 1])];
      if (tall > 0) pen.fillRect(x0 + 0.5, place.bottom - tall, x1 - x0 - 1, tall);
    }
    pen.globalAlpha = 1;
  };
  bars(RIVAL, palette.muted, 0.42);
  bars(OWN, palette.accent, 0.62);
  const font = `600 ${type.size}px ${type.family}`;
  const over = place.bars - 0.7 * type.size;
  write(pen, text.rival, place.right, over, { colour: palette.muted, rim: palette.panel, font, align: "right" });
  const before = place.right - pen.measureText(text.rival).width - type.size;
  write(pen, text.own, before, over, { colour: palette.accent, rim: palette.panel, font, align: "right" });
}

/** A line at the angle between the lit-up point and its own class vector. */
function mark(pen, place, angle, palette, type) {
  const x = place.x(angle);
  stroke(pen, [[x, place.top], [x, place.bottom]], palette.ink, 2);
  const font = `700 ${type.size}px ${type.family}`;
  const left = angle < 120;
  const at = x + (left ? 6 : -6);
  // low at small angles, where the curves are high
  const y = angle < 80 ? place.curve - 0.7 * type.size : place.top + 0.7 * type.size;
  write(pen, `θ = ${degrees(angle)}`, at, Math.max(y, place.top + 0.7 * type.size), {
    colour: palette.ink,
    rim: palette.panel,
    font,
    align: left ? "left" : "right",
  });
}

function stroke(pen, points, colour, width) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.stroke();
}
