// All linked pictures of one frame of a run: what their records read is put together here.

import { anglesTo } from "../drawing/card.js";
import { blend, Glide } from "../drawing/blend.js";
import { put, say, three } from "../frame/dom.js";
import { Curves } from "../pictures/curves.js";
import { Embedding } from "../pictures/embedding.js";
import { Numbers } from "../pictures/numbers.js";
import { nearest } from "../state/nearest.js";

const WIDEST = 3;
const NOTHING = new Float32Array(0);

export class Pictures {
  hovered = -1;
  pinned = -1;
  /** @type {string | null} */
  #lit = null;
  #described = "";

  /**
   * hooks: redraw(), seek(step) and rest() from the cursor in the history.
   * @param {Record<string, any>} parts
   * @param {{ steps: () => number[] | null, step: () => number, settled: () => boolean, loader: Record<string, any> }}
   *   source
   * @param {{ redraw: () => void, seek: (step: number) => void, rest: () => void }} hooks
   */
  constructor(parts, source, hooks) {
    this.parts = parts;
    this.source = source;
    this.hooks = hooks;
    this.glide = new Glide();
    /** @type {import("../drawing/canvas.js").Hooks} */
    const all = {
      redraw: hooks.redraw,
      light: (term) => this.#light(term),
      grab: () => true,
      move: ([step]) => hooks.seek(step),
      nudge: (_names, [way]) => this.#nudge(way),
      drop: hooks.rest,
      point: (index, pinned) => this.#point(index, pinned),
      tells: (index) => this.#address(index),
    };
    this.embedding = new Embedding(all);
    this.psi = new Curves(all);
    this.history = new Curves(all);
    this.numbers = new Numbers(all);
    const { view, show, present } = parts;
    this.embedding.beside = view.node;
    this.embedding.over = [view.node, show.node, parts.export, present];
    parts.box.prepend(this.embedding.node);
    parts.key.replaceWith(this.embedding.legend);
    parts.psi.append(this.psi.node);
    parts.history.append(this.history.node);
    parts.numbers.append(this.numbers.node);
    /** @type {[string, { canvas: HTMLCanvasElement }][]} */
    const canvases = [["embedding", this.embedding], ["psi", this.psi], ["history", this.history]];
    for (const [name, { canvas }] of canvases) put(canvas, "data-picture", name);
  }

  /**
   * Draw `frame` of `track`. `look` = {palette, type, view, show, plane, still, busy} says how; `tween` is how
   * far a playing run is on its way to the next frame; `busy` that a slider is in hand or it plays.
   */
  draw(track, frame, tween, now, look, data) {
    const { meta } = track;
    this.base = data.base;
    this.#describe(track, data.text);
    const drawn = this.#between(track, frame, tween, now, look);
    const selected = this.hovered >= 0 ? this.hovered : Math.min(this.pinned, meta.n - 1);
    const shown = this.#complete(track, drawn, frame, selected);
    const { plane, ...others } = look;
    const how = { ...others, lit: this.#lit, point: selected };
    this.embedding.draw(shown, { ...how, plane });
    for (const part of [this.psi, this.history, this.numbers]) part.draw(shown, how);
    const loss = shown.loss?.[0];
    say(this.parts.live, loss === undefined ? "" : `= ${three(loss)}`);
    if (this.glide.moving) this.hooks.redraw();
  }

  close() {
    for (const part of [this.embedding, this.psi, this.history, this.numbers]) part.close();
  }

  /** The records of this track, in words of the page's language. */
  #describe({ meta }, text) {
    meta.records ??= JSON.stringify(meta.pictures);
    const described = `${text.tip_class} ${meta.records}`;
    if (described === this.#described) return;
    this.#described = described;
    const [embedding, psi, history, numbers] = said(meta.pictures, text);
    this.embedding.update(embedding, text);
    this.psi.update(psi, text);
    this.history.update(history, text);
    this.numbers.update(numbers);
    say(this.parts.psiTitle, psi.title);
  }

  /** While it plays or changes, something between two frames; at rest the frame itself. */
  #between(track, frame, tween, now, { still, playing }) {
    const next = track.frames[frame.position + 1];
    if (tween && next) return this.glide.set(track, blend(frame, next, tween, track.meta.dim, frame));
    return this.glide.toward(track, frame, now, still || playing);
  }

  /** The arrays that the records name: the frame's and the track's, every number by its name, the course. */
  #complete(track, drawn, frame, selected) {
    const { meta } = track;
    const bins = meta.bin_edges_deg.length - 1;
    const shown = {
      ...meta,
      ...drawn,
      extent: Float32Array.of(extentFor(track, frame)),
      own: drawn.hist?.subarray(0, bins),
      rivals: drawn.hist?.subarray(bins),
      own_angle: Float32Array.of(ownAngle(meta, drawn, selected)),
      ...this.#course(track, frame),
    };
    for (const [name, column] of Object.entries(meta.columns)) {
      shown[name] = drawn.numbers?.subarray(column, column + 1);
    }
    return shown;
  }

  /** Loss and accuracy over the steps, with NaN where nothing has arrived, and the step that is shown. */
  #course(track, frame) {
    const { meta } = track;
    if (frame.curve) {
      const count = frame.curve.length / 2;
      const steps = [meta.steps, this.source.steps()].find((one) => one?.length === count) ??
        Array.from({ length: count }, (_, k) => k);
      return courseOf(steps, frame.curve.subarray(0, count), frame.curve.subarray(count), count - 1);
    }
    if (meta.over !== "step") return courseOf([], NOTHING, NOTHING, 0);
    const column = (name) => meta.steps.map((_, k) => track.frames[k]?.numbers?.[meta.columns[name]] ?? NaN);
    return courseOf(meta.steps, column("loss"), column("accuracy"), frame.position);
  }

  #light(term) {
    this.#lit = term;
    this.hooks.redraw();
  }

  #point(index, pinned) {
    if (pinned) this.pinned = index;
    this.hovered = pinned ? -1 : index;
  }

  #nudge(way) {
    const steps = this.source.steps();
    if (!steps) return;
    const at = nearest(steps, this.source.step()) + way;
    this.hooks.seek(steps[Math.min(Math.max(at, 0), steps.length - 1)]);
  }

  /** Where the server tells the point's numbers: of what was trained alone. */
  #address(index) {
    const { source } = this;
    if (!source.settled()) return null;
    return `${this.base}lossviz/point?${source.loader.query}&at=${source.step()}&point=${index}`;
  }
}

function courseOf(steps, losses, accuracies, at) {
  return { steps, losses, accuracies, last: [steps.at(-1) ?? NaN], step: [steps[at] ?? NaN] };
}

/**
 * Records with every "@key" in them replaced by its words.
 * @param {any} spec
 * @param {Record<string, string>} text
 * @returns {any}
 */
function said(spec, text) {
  if (typeof spec === "string") return spec.startsWith("@") ? text[spec.slice(1)] : spec;
  if (Array.isArray(spec)) return spec.map((one) => said(one, text));
  if (typeof spec !== "object" || !spec) return spec;
  return Object.fromEntries(Object.entries(spec).map(([name, one]) => [name, said(one, text)]));
}

/**
 * Half width of the raw view: one for the whole track, so that what grows is seen to grow, but never
 * so wide that this frame's points become a spot.
 */
function extentFor(track, frame) {
  return Math.min(track.extent, WIDEST * frame.extent[0]);
}

/** Angle in degrees between point `index` and the vector of its own class, NaN for no point. */
function ownAngle({ labels, dim }, { dir, wdir }, index) {
  if (index < 0) return NaN;
  const own = labels[index];
  return anglesTo(dir.subarray(dim * index, dim * (index + 1)), wdir.subarray(dim * own, dim * (own + 1)))[0];
}
