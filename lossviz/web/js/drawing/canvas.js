// What every picture on a canvas has in common: its element and size, what lies under the pointer,
// dragging and keys.

import { el, put } from "../frame/dom.js";
import { Keys } from "./keys.js";
import { Pace } from "./pace.js";
import { Reading } from "./reading.js";
import { Pointer } from "./pointer.js";
import { Surface } from "./surface.js";
import { tempo } from "./tempo.js";

// how near to a point it is taken hold of
export const GRAB = 24;
// device pixels a unit while it moves: on a large screen more cannot be painted in time, and even fewer where frames come
// late
const MOVING_RATIO = 2;
const LATE_RATIO = 1.25;

/**
 * How a picture is drawn: colours, sizes of text in units, the lit term, and whether nothing may move by itself.
 * What shows a run is told too: as directions, as features or where the inputs are (`view`, and whether what is shown
 * of their plane is that of this frame, in `plane`), which points (`show`), the one that stands out (`point`, −1 for
 * none) and whether this picture tells of it (`tells`), and whether something moves (`busy`).
 * @typedef {{ palette: import("./theme.js").Palette, type: { size: number, axis: number, family: string },
 *   lit: string | null, still: boolean, view?: "unit" | "raw" | "input",
 *   plane?: "exact" | "coming" | "lost", show?: "train" | "test" | "both", point?: number, tells?: boolean,
 *   busy?: boolean }} Look
 *
 * @typedef {[number, number, number, number]} Box left, top, right, bottom
 *
 * How large a picture is, in CSS pixels, and how many pixels each of them has.
 * @typedef {{ width: number, height: number, ratio: number }} Size
 *
 * What can be lit: within a box, or as far from (x, y) as `near` says.
 * @typedef {{ term: string, box: Box, near?: undefined }
 *   | { term: string, box?: undefined, near: (x: number, y: number) => number }} Mark
 *
 * What can be dragged; `sideways`: up and down a finger scrolls the page.
 * @typedef {{ cursor: string, term?: string | null, sideways?: boolean, start: () => boolean,
 *   move: (x: number, y: number) => void, end: () => void }} Grip
 *
 * What a picture asks for: to light a term; to take hold of sliders, to move them to values or so many positions on,
 * and to let go of them; to be drawn again. Where more is known of a point: the address of its numbers (`tells`).
 * A picture is taken away (`open`) as a figure, and has things said aloud (`say`, by their source).
 * @typedef {{ light: (term: string | null) => void, grab: (names: string[]) => boolean,
 *   move: (values: number[]) => void, nudge: (names: string[], ways: number[]) => void, drop: () => void,
 *   redraw: () => void, tells?: (index: number) => string | null, say?: (source: string, words: string) => void, open?: (id: string) => void,
 *   look?: (key: string, at: number) => void }} Hooks
 *
 * What a hand can do with a picture, where it can: what lies under (x, y) can be dragged (`grip`) or zoomed, so that
 * it stays there; the wheel alone zooms (`wheels`; elsewhere it scrolls the page, and zooms with the control key). The
 * pointer is here, or (null) no longer (`hover`); it was pressed and let go at the same place (`tap`). An arrow key,
 * as a way on the canvas, turns the picture or moves (`push`) what can be dragged; keys walk so many points on, let go
 * of the point (`release`; not where who leaves goes on to what `keeps` it), and look at it as at first (`home`). What gives a boolean is true when it has done something.
 * @typedef {{ grip: (x: number, y: number, touch: boolean) => Grip | null,
 *   zoom: (factor: number, x: number, y: number) => boolean, wheels: boolean,
 *   hover: (x: number | null, y: number) => void, tap: (x: number, y: number, touch: boolean) => void,
 *   turn: (dx: number, dy: number) => boolean, push: (dx: number, dy: number) => boolean,
 *   walk: (step: number) => boolean, release: () => void,
 *   keeps: (next: EventTarget | null) => boolean, home: () => boolean }} Hands
 *
 * @typedef {import("../wire/track.js").Frame} Frame
 */

/**
 * A picture gives `paint`, which fills `marks`, and of `Hands` what can be done with it.
 * @template {{ about?: string }} Spec the record of its kind
 */
export class CanvasPicture {
  #gone = new AbortController();
  /** @type {string | null} */
  #told = null;
  /** @type {Reading} */
  #reading;
  // seen from elsewhere than before
  #turned = false;
  // while one redraw follows the other a picture may be coarser than it can be: then it says so in `coarse`
  moving = false;
  coarse = false;
  // device pixels a unit while it moves, and fewer where frames come late
  movingRatio = MOVING_RATIO;
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
    this.canvas = el("canvas", { class: "lp-canvas" });
    this.node = el("div", { class: "lp-picture" }, this.canvas);
    this.surface = new Surface(this.canvas, () => this.repaint());
    const held = () => this.canvas.hasAttribute("data-held");
    this.pace = new Pace(this.canvas, (moving) => this.#repaint(moving), { held });
    new Pointer(this, this.#gone.signal);
    new Keys(this, this.#gone.signal);
  }

  /**
   * @param {Spec} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    // a frame of another spec may lack what this one names; with the same one, hands and keys go on
    if (JSON.stringify(spec) !== JSON.stringify(this.spec)) {
      this.frame = null;
      this.marks = [];
    }
    this.spec = spec;
    this.text = text;
    this.describe(spec.about);
    this.#reading = new Reading(spec);
  }

  /**
   * Say what it is, and what keys do with it.
   * @param {string | undefined} what
   */
  describe(what) {
    const { canvas, text } = this;
    const keys = this.keys();
    const about = keys.length ? what?.replace(/[^.。!?]$/, "$&.") : what;
    put(canvas, "aria-label", [about, ...keys.map((key) => text[key])].filter(Boolean).join(" "));
    put(canvas, "role", keys.length ? "application" : "img");
    put(canvas, "tabindex", keys.length ? 0 : null);
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
    const late = tempo.late ? LATE_RATIO : Infinity;
    const pen = this.frame && this.surface.start(moving ? Math.min(this.movingRatio, late) : Infinity);
    if (!pen || !this.frame) return false;
    this.moving = moving;
    this.coarse = this.surface.blunt;
    this.marks = [];
    this.paint(pen, this.frame, this.look);
    return this.coarse;
  }

  /**
   * Paint what is shown now with another pen, finely, as a picture of this size; on the screen nothing changes.
   * @param {any} pen
   * @param {Size} size
   * @param {Look} look
   */
  paintOn(pen, size, look) {
    const { frame, surface, look: own } = this;
    if (!frame) return;
    this.moving = false;
    this.marks = [];
    this.look = { ...look, tells: false };
    try {
      this.surface = /** @type {any} */ (size);
      this.paint(pen, frame, this.look);
    } finally {
      Object.assign(this, { surface, look: own });
      // where things lie is known of the last painting
      this.#repaint(false);
    }
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
   * Which words say what keys do; without any the picture takes none.
   * @returns {string[]}
   */
  keys() {
    return [];
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

  /** @param {string | null} term */
  light(term) {
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
 * The grip of a point at `spot` on the canvas that moves two sliders, or the one of its direction; null when (x, y) is
 * not near it.
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
  const turns = probe.drag.length === 1;
  /** @type {(a: number, b: number) => number[]} */
  const at = (a, b) => {
    const [right, up] = [place.x.back(a + dx), place.y.back(b + dy)];
    return turns ? [degrees(right, up)] : [right, up];
  };
  return slide(hooks, probe.drag, at, { cursor: "grab", term: probe.term });
}

/**
 * An arrow key moves the sliders of such a point; false where it has none.
 * @param {Hooks} hooks
 * @param {{ drag?: string[] | null } | null | undefined} probe
 * @param {number} dx
 * @param {number} dy
 */
export function pushPoint(hooks, probe, dx, dy) {
  if (!probe?.drag) return false;
  const at = dx ? 0 : probe.drag.length - 1;
  hooks.nudge([probe.drag[at]], [dx - dy]);
  return true;
}

/**
 * The direction of (x, y), from −180 to 180.
 * @param {number} x
 * @param {number} y
 */
export function degrees(x, y) {
  return (Math.atan2(y, x) * 180) / Math.PI;
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
