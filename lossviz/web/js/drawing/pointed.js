// A picture with points: one of them can be pointed at, pinned, or walked to, and tells what is known of it.

import { fill } from "../frame/dom.js";
import { CanvasPicture } from "./canvas.js";
import { Cloud } from "./cloud.js";
import { Selection } from "./selection.js";
import { Tooltip } from "./tooltip.js";

const REACH_MOUSE = 14;
const REACH_FINGER = 24;

/**
 * A picture whose points are in `cloud` when it is painted; it gives `card`, what is known of one.
 * @template {{ about?: string }} Spec
 * @extends {CanvasPicture<Spec>}
 */
export class PointedPicture extends CanvasPicture {
  cloud = new Cloud();
  // its own, unless other pictures show the same points
  selection = new Selection(() => this.turned());
  #gone = new AbortController();
  // the point whose card was sent away while the pointer stays on it
  /** @type {number | null} */
  #away = null;

  /** @param {import("./canvas.js").Hooks} hooks */
  constructor(hooks) {
    super(hooks);
    this.tooltip = new Tooltip(this.node, (card) => this.#tell(card));
    this.selection.shown.push(this);
    // also where the pointer has brought the card, and the keys are elsewhere
    addEventListener("keydown", ({ key }) => key === "Escape" && this.#dismiss(), {
      signal: this.#gone.signal,
    });
  }

  /** The point that stands out. */
  get selected() {
    return this.selection.index;
  }

  /**
   * @abstract
   * @param {number} _index
   * @returns {import("./tooltip.js").Card}
   */
  card(_index) {
    throw new Error("a picture knows its points");
  }

  /**
   * What the server's answer about point `index` adds to its card.
   * @param {number} _index
   * @param {any} _answer
   * @returns {Partial<import("./tooltip.js").Card>}
   */
  more(_index, _answer) {
    return {};
  }

  /**
   * The ring round the point that stands out, and its card; after everything else of the picture.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} radius
   */
  point(pen, radius) {
    const { selected, look: { palette, busy, tells = true }, hooks } = this;
    const spot = this.cloud.spot(selected);
    if (spot) ring(pen, spot, radius, palette);
    if (!spot || busy || !tells) return this.tooltip.hide();
    const url = hooks.tells?.(selected) ?? null;
    return this.tooltip.show(`${selected}`, spot, this.surface, palette, this.card(selected), url, (answer) => (
      this.more(selected, answer)
    ));
  }

  /** In another size another picture of the same points may have to tell of one. @override */
  repaint() {
    super.repaint();
    this.hooks.redraw();
  }

  /** @type {import("./canvas.js").Hands["hover"]} */
  hover(x, y) {
    if (x !== null && this.tooltip.covers(x, y)) return;
    const found = x === null ? -1 : this.cloud.find(x, y, REACH_MOUSE);
    if (found >= 0 && found === this.#away) return;
    this.#away = null;
    this.selection.select(found, false, this);
  }

  /** @type {import("./canvas.js").Hands["tap"]} */
  tap(x, y, touch) {
    this.selection.select(this.cloud.find(x, y, touch ? REACH_FINGER : REACH_MOUSE), true, this);
  }

  /** @type {import("./canvas.js").Hands["walk"]} */
  walk(step) {
    const { width, height } = this.surface;
    if (this.cloud.last <= this.cloud.first) return false;
    this.selection.select(this.cloud.neighbour(this.selection.pinned, step, width / 2, height / 2), true, this);
    return true;
  }

  release() {
    this.selection.release();
    this.hooks.say?.("point", "");
  }

  /** @type {import("./canvas.js").Hands["keeps"]} */
  keeps(next) {
    return this.selection.keeps(next);
  }

  #dismiss() {
    if (this.tooltip.key === null) return;
    this.#away = this.selected;
    this.release();
  }

  /**
   * Who has gone to a point with keys is told of it in a few words; who points at it has seen the card.
   * @param {import("./tooltip.js").Card} card
   */
  #tell({ title, said }) {
    if (this.selected < 0 || this.selected !== this.selection.pinned) return;
    const facts = said.join(", ");
    this.hooks.say?.("point", facts ? fill(this.text.tip_said, { title, facts }) : title);
  }

  /** @override */
  close() {
    super.close();
    this.#gone.abort();
    this.tooltip.hide();
  }
}

/**
 * Round a point that stands out.
 * @param {CanvasRenderingContext2D} pen
 * @param {{ x: number, y: number }} spot
 * @param {number} radius
 * @param {import("./theme.js").Palette} palette
 */
export function ring(pen, { x, y }, radius, palette) {
  /** @type {[number, string][]} */
  const lines = [[5, palette.panel], [2.5, palette.accent]];
  for (const [wide, colour] of lines) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.lineWidth = wide;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}
