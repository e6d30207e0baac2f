// What every picture on a canvas has in common: its element and size, what lies under the pointer,
// and dragging.

import { el, put } from "../frame/dom.js";
import { Surface } from "./surface.js";

// how far from a mark the pointer may be, in CSS pixels
const REACH = { mouse: 12, pen: 16, touch: 24 };
// how far a finger goes before it drags
const SLIP = 5;
// how near to a point it is taken hold of
const GRAB = 24;

/**
 * A picture gives `paint(pen, frame, look)`, which fills `marks` with what can be lit: {term, box} or
 * {term, near: (x, y) => distance}. What can be dragged, `grip(x, y, touch)` tells: null or
 * {cursor, term, start: () => bool, move(x, y), end(), sideways: bool}.
 */
export class CanvasPicture {
  #gone = new AbortController();
  #held = null;
  #told = null;

  constructor(hooks) {
    this.hooks = hooks;
    this.canvas = el("canvas", { class: "lp-canvas", role: "img" });
    this.node = el("div", { class: "lp-picture" }, this.canvas);
    this.surface = new Surface(this.canvas, () => this.repaint());
    this.frame = null;
    this.marks = [];
    this.#listen();
  }

  update(spec, text) {
    this.spec = spec;
    this.text = text;
    // a frame of another spec may lack what this one names
    this.frame = null;
    this.marks = [];
    put(this.canvas, "aria-label", spec.about);
  }

  draw(frame, look) {
    this.frame = frame;
    this.look = look;
    this.repaint();
  }

  /** Draw the same again, for another size or another view. */
  repaint() {
    if (!this.frame) return;
    const pen = this.surface.start();
    if (!pen) return;
    this.marks = [];
    this.paint(pen, this.frame, this.look);
  }

  close() {
    this.surface.close();
    this.#gone.abort();
  }

  /** Nothing can be dragged unless a picture says so. */
  grip() {
    return null;
  }

  /** The term of the nearest mark within reach; what is painted later lies above. */
  find(x, y, reach) {
    let term = null;
    let least = reach;
    for (const mark of this.marks) {
      const away = mark.box ? outside(mark.box, x, y) : mark.near(x, y);
      if (away <= least) [term, least] = [mark.term, away];
    }
    return term;
  }

  #listen() {
    const { signal } = this.#gone;
    const on = (name, act, options = {}) => this.canvas.addEventListener(name, act, { signal, ...options });
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#release(event));
    on("pointercancel", (event) => this.#release(event));
    on("pointerleave", (event) => event.pointerType !== "touch" && !this.#held && this.#light(null));
    // only a finger that lands on a grip keeps the page from scrolling
    on("touchstart", (event) => this.#keep(event), { passive: false });
  }

  #press(event) {
    if (this.#held || event.button > 0 || !this.frame) return;
    const { offsetX: x, offsetY: y, pointerType, pointerId } = event;
    const touch = pointerType === "touch";
    const grip = this.grip(x, y, touch);
    this.#light(this.find(x, y, REACH[pointerType] ?? REACH.mouse) ?? grip?.term ?? null);
    if (!grip) return;
    this.#held = { grip, id: pointerId, started: false, x, y };
    // a finger may be about to scroll the page: which way it goes tells
    if (touch && grip.sideways) return;
    this.#start(x, y);
  }

  #start(x, y) {
    const held = this.#held;
    if (!held.grip.start()) {
      this.#held = null;
      return;
    }
    held.started = true;
    this.canvas.setPointerCapture(held.id);
    this.canvas.dataset.held = "";
    held.grip.move(x, y);
  }

  #move(event) {
    const { offsetX: x, offsetY: y, pointerType, pointerId } = event;
    if (this.#held) {
      if (pointerId !== this.#held.id) return;
      const [dx, dy] = [Math.abs(x - this.#held.x), Math.abs(y - this.#held.y)];
      if (this.#held.started) this.#held.grip.move(x, y);
      else if (dx > SLIP && dx > dy) this.#start(x, y);
      return;
    }
    if (pointerType === "touch" || !this.frame) return;
    const grip = this.grip(x, y, false);
    const cursor = grip?.cursor ?? "";
    if (this.canvas.style.cursor !== cursor) this.canvas.style.cursor = cursor;
    this.#light(this.find(x, y, REACH[pointerType] ?? REACH.mouse) ?? grip?.term ?? null);
  }

  #release(event) {
    if (!this.#held || event.pointerId !== this.#held.id) return;
    const { grip, started } = this.#held;
    this.#held = null;
    delete this.canvas.dataset.held;
    if (started) grip.end();
  }

  #keep(event) {
    const [touch] = event.changedTouches;
    const { left, top } = this.canvas.getBoundingClientRect();
    const grip = this.frame && this.grip(touch.clientX - left, touch.clientY - top, true);
    if (grip && !grip.sideways) event.preventDefault();
  }

  #light(term) {
    if (term === this.#told) return;
    this.#told = term;
    this.hooks.light(term);
  }
}

/** A grip that moves sliders: `at(x, y)` gives their values. */
export function slide(hooks, names, at, more) {
  return {
    start: () => hooks.grab(names),
    move: (x, y) => hooks.move(at(x, y)),
    end: () => hooks.drop(),
    ...more,
  };
}

/** The grip of a point at `spot` on the canvas that moves two sliders; null when (x, y) is not near it. */
export function pointGrip(hooks, probe, spot, place, x, y) {
  if (!spot || !probe.drag || Math.hypot(x - spot[0], y - spot[1]) > GRAB) return null;
  const [dx, dy] = [spot[0] - x, spot[1] - y];
  const at = (a, b) => [place.x.back(a + dx), place.y.back(b + dy)];
  return slide(hooks, probe.drag, at, { cursor: "grab", term: probe.term });
}

/** How far (x, y) is outside of the box [left, top, right, bottom]; 0 inside. */
function outside([left, top, right, bottom], x, y) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}
