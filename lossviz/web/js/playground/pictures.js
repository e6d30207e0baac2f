// All linked pictures of one frame: embedding, curves, history, numbers and the lit-up point.

import { blend, Glide } from "./blend.js";
import { Curves } from "./curves.js";
import { say, three } from "../frame/dom.js";
import { Embedding } from "./embedding.js";
import { History, historyOfRun, historyOfSweep } from "./history.js";
import { Numbers } from "./numbers.js";
import { Tooltip } from "./tooltip.js";

const WIDEST = 3;

export class Pictures {
  hovered = -1;
  pinned = -1;

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
    this.embedding = new Embedding(parts, {
      redraw: hooks.redraw,
      light: (index, pin) => this.#light(index, pin),
      walk: (step) => this.#light(this.embedding.neighbour(this.pinned, step), true),
    });
    this.tooltip = new Tooltip(parts.box);
    this.curves = new Curves(parts.psi, hooks.redraw);
    this.history = new History(parts.history, hooks);
    this.numbers = new Numbers(parts.numbers);
  }

  /**
   * Draw `frame` of `track`. `look` = {palette, type, view, show, still, busy} says how; `tween` is how
   * far a playing run is on its way to the next frame; `busy` that a slider is in hand or it plays.
   */
  draw(track, frame, tween, now, look, data) {
    const { meta } = track;
    const selected = this.hovered >= 0 ? this.hovered : Math.min(this.pinned, meta.n - 1);
    const drawn = this.#between(track, frame, tween, now, look);
    const shown = { meta, frame: drawn, selected, text: data.text, extent: extentFor(track, frame), ...look };
    const moving = this.embedding.draw(shown) || this.glide.moving;
    this.curves.draw({ ...shown, markAngle: ownAngle(meta, drawn, selected) });
    this.history.draw({ ...shown, history: this.#historyOf(track, frame) });
    this.numbers.draw(shown);
    const loss = frame.numbers?.[meta.columns.loss];
    say(this.parts.live, loss === undefined ? "" : `= ${three(loss)}`);
    say(this.parts.psiTitle, frame.psi ? data.text.psi_title : data.text.angles_title);
    this.#point(shown, data);
    if (moving) this.hooks.redraw();
  }

  close() {
    this.tooltip.hide();
    for (const part of [this.embedding, this.curves, this.history]) part.close();
  }

  /** While it plays or changes, something between two frames; at rest the frame itself. */
  #between(track, frame, tween, now, { still, playing }) {
    const next = track.frames[frame.position + 1];
    if (tween && next) return this.glide.set(track, blend(frame, next, tween, track.meta.dim, frame));
    return this.glide.toward(track, frame, now, still || playing);
  }

  #historyOf(track, frame) {
    if (frame.curve) return historyOfSweep(track, frame, this.source.steps());
    return track.meta.over === "step" ? historyOfRun(track, frame.position) : null;
  }

  #light(index, pin) {
    if (pin) this.pinned = index;
    this.hovered = pin ? -1 : index;
    this.hooks.redraw();
  }

  /** The lit-up point's card; its numbers come from the server, so not while something moves. */
  #point({ meta, selected, palette, text, busy }, { base }) {
    const spot = this.embedding.spot(selected);
    if (!spot || busy) return this.tooltip.hide();
    const url = this.source.settled()
      ? `${base}lossviz/point?${this.source.loader.query}&at=${this.source.step()}&point=${selected}`
      : null;
    return this.tooltip.show(selected, spot, { meta, palette, text, size: this.embedding.surface }, url);
  }
}

/**
 * Half width of the raw view: one for the whole track, so that what grows is seen to grow, but never
 * so wide that this frame's points become a spot.
 */
function extentFor(track, frame) {
  return Math.min(track.extent, WIDEST * frame.extent[0]);
}

/** Angle in degrees between point `index` and the vector of its own class, null for no point. */
function ownAngle({ labels, dim }, { dir, wdir }, index) {
  if (index < 0) return null;
  let cosine = 0;
  for (let k = 0; k < dim; k += 1) cosine += dir[dim * index + k] * wdir[dim * labels[index] + k];
  return (Math.acos(Math.min(Math.max(cosine, -1), 1)) * 180) / Math.PI;
}
