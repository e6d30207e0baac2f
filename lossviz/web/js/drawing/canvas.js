// What every picture on a canvas has in common: its element and size, what lies under the pointer,
// and dragging.

import { el, put } from "../frame/dom.js";
import { Pace } from "./pace.js";
import { Reading } from "./reading.js";
import { Surface } from "./surface.js";

// how far from a mark the pointer may be, in CSS pixels
const REACH = { mouse: 12, pen: 16, touch: 24 };
// how far a finger goes before it drags
const SLIP = 5;
// how near to a point it is taken hold of
const GRAB = 24;

/**
 * How a picture is drawn: colours, sizes of text in CSS pixels, the lit term, and whether nothing may move by itself.
 * @typedef {{ palette: import("./theme.js").Palette, type: { size: number, axis: number, family: string },
 *   lit: string | null, still: boolean }} Look
 *
 * @typedef {[number, number, number, number]} Box left, top, right, bottom
 *
 * What can be lit: within a box, or as far from (x, y) as `near` says.
 * @typedef {{ term: string, box: Box, near?: undefined }
 *   | { term: string, box?: undefined, near: (x: number, y: number) => number }} Mark
 *
 * What can be dragged; `sideways`: up and down a finger scrolls the page.
 * @typedef {{ cursor: string, term?: string | null, sideways?: boolean, start: () => boolean,
 *   move: (x: number, y: number) => void, end: () => void }} Grip
 *
 * @typedef {{ light: (term: string | null) => void, grab: (names: string[]) => boolean,
 *   move: (values: number[]) => void, drop: () => void, redraw: () => void }} Hooks
 *
 * @typedef {import("../wire/answer.js").Frame} Frame
 */

/**
 * A picture gives `paint`, which fills `marks`, and `grip`, where something can be dragged.
 * @template {{ about?: string }} Spec the record of its kind
 */
export class CanvasPicture {
  #gone = new AbortController();
  /** @type {{ grip: Grip, id: number, started: boolean, x: number, y: number } | null} */
  #held = null;
  /** @type {string | null} */
  #told = null;
  /** @type {Reading} */
  #reading;
  // seen from elsewhere than before
  #turned = false;
  // while one redraw follows the other a picture may be coarser than it can be: then it says so in `coarse`
  moving = false;
  coarse = false;
  // device pixels a CSS pixel while it moves; as many as at rest unless a picture says otherwise
  movingRatio = Infinity;
  // nothing is drawn before `update` and `draw` have brought them
  /** @type {Spec} */
  spec;
  /** @type {Record<string, string>} */
  text;
  /** @type {Look} */
  look;
  /** @type {Frame | null} */
  frame = null;
  /** @type {Mark[]} */
  marks = [];

  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.canvas = el("canvas", { class: "lp-canvas", role: "img" });
    this.node = el("div", { class: "lp-picture" }, this.canvas);
    this.surface = new Surface(this.canvas, () => this.repaint());
    this.pace = new Pace(this.canvas, (moving) => this.#repaint(moving));
    this.#listen();
  }

  /**
   * @param {Spec} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    this.spec = spec;
    this.text = text;
    // a frame of another spec may lack what this one names
    this.frame = null;
    this.marks = [];
    this.#reading = new Reading(spec);
    put(this.canvas, "aria-label", spec.about);
  }

  /**
   * Show this; what would look as before is not painted again.
   * @param {Frame} frame
   * @param {Look} look
   */
  draw(frame, look) {
    const repeats = this.#reading.repeats(frame, look);
    this.frame = frame;
    this.look = look;
    if (repeats && !this.#turned) return;
    this.#turned = false;
    this.pace.ask();
  }

  /** Draw the same again, for another size; what was coarse is so still, and its finer picture is to follow. */
  repaint() {
    this.#repaint(this.coarse);
  }

  /** It is seen from elsewhere now: to be painted with the next redraw of the scene. */
  turned() {
    this.#turned = true;
    this.hooks.redraw();
  }

  /**
   * True when it could have been finer.
   * @param {boolean} moving
   */
  #repaint(moving) {
    const pen = this.frame && this.surface.start(moving ? this.movingRatio : Infinity);
    if (!pen || !this.frame) return false;
    this.moving = moving;
    this.coarse = false;
    this.marks = [];
    this.paint(pen, this.frame, this.look);
    return this.coarse;
  }

  close() {
    this.pace.close();
    this.surface.close();
    this.#gone.abort();
  }

  /**
   * @abstract
   * @param {CanvasRenderingContext2D} _pen
   * @param {Frame} _frame
   * @param {Look} _look
   */
  paint(_pen, _frame, _look) {
    throw new Error("a picture paints itself");
  }

  /**
   * Nothing can be dragged unless a picture says so.
   * @param {number} _x
   * @param {number} _y
   * @param {boolean} _touch
   * @returns {Grip | null}
   */
  grip(_x, _y, _touch) {
    return null;
  }

  /**
   * The term of the nearest mark within reach; what is painted later lies above.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  find(x, y, reach) {
    /** @type {string | null} */
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
    const held = { grip, id: pointerId, started: false, x, y };
    this.#held = held;
    // a finger may be about to scroll the page: which way it goes tells
    if (touch && grip.sideways) return;
    this.#start(held, x, y);
  }

  #start(held, x, y) {
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
    const held = this.#held;
    if (held) {
      if (pointerId !== held.id) return;
      const [dx, dy] = [Math.abs(x - held.x), Math.abs(y - held.y)];
      if (held.started) held.grip.move(x, y);
      else if (dx > SLIP && dx > dy) this.#start(held, x, y);
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

/**
 * A grip that moves sliders: `at(x, y)` gives their values.
 * @param {Hooks} hooks
 * @param {string[]} names
 * @param {(x: number, y: number) => number[]} at
 * @param {{ cursor: string, term?: string | null, sideways?: boolean }} more
 * @returns {Grip}
 */
export function slide(hooks, names, at, more) {
  return {
    start: () => hooks.grab(names),
    move: (x, y) => hooks.move(at(x, y)),
    end: () => hooks.drop(),
    ...more,
  };
}

/**
 * The grip of a point at `spot` on the canvas that moves two sliders; null when (x, y) is not near it.
 * @param {Hooks} hooks
 * @param {{ drag?: string[] | null, term?: string | null }} probe
 * @param {number[] | null} spot
 * @param {{ x: import("./axes.js").Scale, y: import("./axes.js").Scale }} place
 * @param {number} x
 * @param {number} y
 * @returns {Grip | null}
 */
export function pointGrip(hooks, probe, spot, place, x, y) {
  if (!spot || !probe.drag || Math.hypot(x - spot[0], y - spot[1]) > GRAB) return null;
  const [dx, dy] = [spot[0] - x, spot[1] - y];
  /** @type {(a: number, b: number) => number[]} */
  const at = (a, b) => [place.x.back(a + dx), place.y.back(b + dy)];
  return slide(hooks, probe.drag, at, { cursor: "grab", term: probe.term });
}

/**
 * How far (x, y) is outside of the box [left, top, right, bottom]; 0 inside.
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 */
function outside([left, top, right, bottom], x, y) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}
