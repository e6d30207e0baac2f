// Loss and accuracy over the training steps, with a cursor that can be pulled.

import { Surface, tickText, write } from "../drawing/surface.js";

const NICE = [1, 1.5, 2, 3, 4, 5, 6, 8];
const FULL = "100 %";

export class History {
  #gone = new AbortController();
  // from the first picture on
  /** @type {import("../drawing/axes.js").Room & { last: number } | null} */
  place = null;

  /** hooks: redraw(), seek(step) while the cursor is pulled, rest() when it is let go. */
  constructor(canvas, hooks) {
    this.surface = new Surface(canvas, hooks.redraw);
    this.hooks = hooks;
    const { signal } = this.#gone;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#seek(event);
    }, { signal });
    canvas.addEventListener("pointermove", (event) => event.buttons && this.#seek(event), { signal });
    canvas.addEventListener("pointerup", () => hooks.rest(), { signal });
  }

  /** `history`: {steps, loss, accuracy, cursor}, with NaN where nothing has arrived. */
  draw({ history, palette, text, type }) {
    const pen = this.surface.start();
    if (!pen || !history) return;
    const { width, height } = this.surface;
    const font = `${type.axis}px ${type.family}`;
    const top = niceTop(history.loss);
    pen.font = font;
    const plot = {
      left: Math.max(2.4 * type.axis, pen.measureText(tickText(top)).width + 16),
      right: width - pen.measureText(FULL).width - 14,
      top: 2.5 * type.axis,
      bottom: height - 1.8 * type.axis,
    };
    const place = { ...plot, last: history.last };
    this.place = place;
    const x = (step) => place.left + ((place.right - place.left) * step) / Math.max(history.last, 1);
    const tall = place.bottom - place.top;
    const yLoss = (value) => place.bottom - (tall * value) / top;
    const yShare = (value) => place.bottom - tall * value;
    axes(pen, place, palette, font, [["0", tickText(top)], ["0 %", FULL]]);
    curve(pen, history.steps, history.accuracy, x, yShare, palette.good);
    curve(pen, history.steps, history.loss, x, yLoss, palette.curve);
    this.#cursor(pen, place, history, { x, yLoss, yShare }, palette, type);
    const title = `600 ${type.size}px ${type.family}`;
    const line = 4 + 0.65 * type.size;
    write(pen, text.loss, 10, line, { colour: palette.curve, font: title });
    write(pen, text.accuracy, width - 10, line, { colour: palette.good, font: title, align: "right" });
  }

  #cursor(pen, place, history, { x, yLoss, yShare }, palette, type) {
    const { cursor, steps, last } = history;
    if (cursor < 0) return;
    const at = x(steps[cursor]);
    pen.beginPath();
    pen.moveTo(at, place.top - 4);
    pen.lineTo(at, place.bottom);
    pen.lineWidth = 2;
    pen.strokeStyle = palette.ink;
    pen.stroke();
    const spots = [[history.loss[cursor], yLoss, palette.curve], [history.accuracy[cursor], yShare, palette.good]];
    for (const [value, y, colour] of spots) {
      if (!Number.isFinite(value)) continue;
      pen.beginPath();
      pen.arc(at, y(value), 4.5, 0, 2 * Math.PI);
      pen.fillStyle = colour;
      pen.fill();
    }
    const font = `${type.axis}px ${type.family}`;
    const strong = `700 ${type.axis + 1}px ${type.family}`;
    const under = place.bottom + type.axis;
    const text = String(steps[cursor]);
    const room = 3 * type.axis;
    if (at - place.left > room) write(pen, "0", place.left, under, { colour: palette.muted, font, align: "center" });
    if (place.right - at > room) {
      write(pen, String(last), place.right, under, { colour: palette.muted, font, align: "center" });
    }
    write(pen, text, at, under, { colour: palette.ink, font: strong, align: "center" });
  }

  #seek(event) {
    if (!this.place) return;
    const { left, right, last } = this.place;
    const share = (event.offsetX - left) / (right - left);
    this.hooks.seek(Math.min(Math.max(share, 0), 1) * last);
  }

  close() {
    this.surface.close();
    this.#gone.abort();
  }
}

/** What the panel shows of a run: its own numbers, frame by frame. */
export function historyOfRun(track, position) {
  const { steps, columns } = track.meta;
  const column = (name) => steps.map((_, k) => track.frames[k]?.numbers?.[columns[name]] ?? NaN);
  return { steps, last: steps.at(-1), loss: column("loss"), accuracy: column("accuracy"), cursor: position };
}

/** What the panel shows of one frame of a sweep: the whole curve of that frame's run. */
export function historyOfSweep(track, frame, fallback) {
  const count = frame.curve.length / 2;
  const known = [track.meta.steps, fallback].find((steps) => steps?.length === count);
  const steps = known ?? Array.from({ length: count }, (_, k) => k);
  return {
    steps,
    last: steps.at(-1),
    loss: frame.curve.subarray(0, count),
    accuracy: frame.curve.subarray(count),
    cursor: count - 1,
  };
}

/** The least round number that no loss passes. */
function niceTop(values) {
  let peak = 0;
  for (const value of values) if (Number.isFinite(value) && value > peak) peak = value;
  if (!peak) return 1;
  const power = 10 ** Math.floor(Math.log10(peak));
  return power * (NICE.find((part) => part * power >= peak * 0.999) ?? 10);
}

function axes(pen, place, palette, font, [left, right]) {
  pen.lineWidth = 1;
  pen.strokeStyle = palette.grid;
  [place.bottom, place.top].forEach((y, k) => {
    pen.beginPath();
    pen.moveTo(place.left, y);
    pen.lineTo(place.right, y);
    pen.stroke();
    write(pen, left[k], place.left - 6, y, { colour: palette.muted, font, align: "right" });
    write(pen, right[k], place.right + 6, y, { colour: palette.muted, font });
  });
}

function curve(pen, steps, values, x, y, colour) {
  let drawing = false;
  pen.beginPath();
  steps.forEach((step, k) => {
    const known = Number.isFinite(values[k]);
    if (known && drawing) pen.lineTo(x(step), y(values[k]));
    else if (known) pen.moveTo(x(step), y(values[k]));
    drawing = known;
  });
  pen.lineWidth = 2.5;
  pen.strokeStyle = colour;
  pen.stroke();
}
