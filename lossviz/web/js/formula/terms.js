// Terms in formulas under the pointer and on the keyboard.

import { continues, termOf, TERMS } from "./marks.js";
import { told } from "./read.js";

/**
 * What terms need: to be lit, and to be said aloud.
 * @typedef {{ light: (term: string | null) => void, say?: (source: string, words: string) => void }} Hooks
 */

export class TermKeys {
  /** @type {Element | null} */
  at = null;
  // how formulas are said
  /** @type {Record<string, string>} */
  words = {};

  /**
   * `light(term)` is called for what lies under the pointer in `node`, or on the way of the arrow keys, which goes
   * along the terms in what `walked` selects and has each of them said.
   * @param {HTMLElement} node
   * @param {Hooks} hooks
   * @param {string} [walked]
   */
  constructor(node, { light, say }, walked = ".ll-symbols") {
    this.node = node;
    this.walked = walked;
    this.light = light;
    this.say = say;
    node.addEventListener("pointerover", (event) => this.#point(event.target));
    node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.light(null));
    node.addEventListener("keydown", (event) => this.#key(event));
    node.addEventListener("blur", () => this.#blur());
  }

  /** Forget the term the keys stand on. */
  leave() {
    this.at = null;
  }

  /**
   * The innermost term wins.
   * @param {EventTarget | null} target
   */
  #point(target) {
    const term = target instanceof Element ? target.closest(TERMS) : null;
    this.light(term ? termOf(term) : null);
  }

  #blur() {
    if (!this.at) return;
    this.leave();
    this.light(null);
    this.say?.("term", "");
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") return this.#blur();
    if (!step || event.target !== this.node) return undefined;
    const terms = [...this.node.querySelectorAll(`${this.walked} ${TERMS}`)].filter((term) => !continues(term));
    if (!terms.length) return undefined;
    event.preventDefault();
    const from = terms.findIndex((term) => term === this.at);
    const at = terms[from < 0 ? (step > 0 ? 0 : terms.length - 1) : (from + step + terms.length) % terms.length];
    this.at = at;
    at.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say?.("term", told(at, this.words));
    return this.light(termOf(at));
  }
}
