// Where the focus goes when what had it is taken away: on another page to its title, else to what follows the place
// where it was.

import { titleOf } from "./landmarks.js";
import { focusOn, reached } from "./reach.js";

// Streamlit puts a page together piece by piece
const REST_MS = 250;
const PATIENCE_MS = 5000;

/**
 * What is around a place, and what stands beside it there.
 * @typedef {{ around: Element, after: Element[], before: Element[] }} Level
 */

export class LostFocus {
  /** @type {HTMLElement | null} */
  #last = null;
  // from the inside out
  /** @type {Level[]} */
  #levels = [];
  #path = "";
  #timer = 0;

  constructor() {
    document.addEventListener("focusin", ({ target }) => this.#keep(target));
    // a press beside everything takes the focus away on purpose
    document.addEventListener("pointerdown", () => this.#drop());
  }

  /** Something of the page was changed. */
  look() {
    if (!this.#last || this.#last.isConnected || document.activeElement !== document.body || this.#timer) return;
    this.#timer = setTimeout(() => this.#find(performance.now() + PATIENCE_MS), REST_MS);
  }

  /** @param {EventTarget | null} target */
  #keep(target) {
    this.#drop();
    if (!(target instanceof HTMLElement)) return;
    this.#last = target;
    this.#path = location.pathname;
    this.#levels = [];
    for (let node = /** @type {Element} */ (target); node.parentElement; node = node.parentElement) {
      const around = node.parentElement;
      if (around === document.body) break;
      const all = [...around.children];
      const at = all.indexOf(node);
      this.#levels.push({ around, after: all.slice(at + 1), before: all.slice(0, at).reverse() });
    }
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#last = null;
  }

  /** @param {number} end */
  #find(end) {
    this.#timer = 0;
    if (!this.#last || document.activeElement !== document.body) return;
    const there = location.pathname === this.#path ? this.#near() ?? titleOf(document) : titleOf(document);
    if (there) focusOn(there);
    else if (performance.now() < end) this.#timer = setTimeout(() => this.#find(end), REST_MS);
  }

  /** @returns {HTMLElement | null} */
  #near() {
    for (const { around, after, before } of this.#levels) {
      if (!around.isConnected) continue;
      for (const node of after) if (node.isConnected && first(node)) return first(node);
      for (const node of before) if (node.isConnected && first(node)) return first(node);
      if (first(around)) return first(around);
    }
    return null;
  }
}

/**
 * @param {Element} node
 * @returns {HTMLElement | null}
 */
function first(node) {
  if (node instanceof HTMLElement && node.matches("a[href], button, input, select, textarea")) return node;
  return reached(node)[0] ?? null;
}
