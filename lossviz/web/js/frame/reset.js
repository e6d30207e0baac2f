// The button that takes a scene back to its defaults; pressed again, until something is moved, it undoes that.

import { el, put, say } from "./dom.js";
import { icon } from "./icons.js";

export class Reset {
  // what was there before the reset, as a query
  /** @type {string | null} */
  #before = null;
  #face = "";
  #words = el("span");
  /** @type {Record<string, string>} */
  #text = {};

  /** @param {(query: string) => string} go shows the state of a query, and returns the query of the one before */
  constructor(go) {
    this.node = el("button", { type: "button", class: "lv-button ll-reset", "data-action": "reset", disabled: true });
    this.node.addEventListener("click", () => {
      const undone = this.#before;
      const before = go(undone ?? "");
      this.#before = undone === null ? before : null;
      this.#draw();
      put(this.node, "disabled", false);
    });
  }

  /** @param {Record<string, string>} text */
  update(text) {
    this.#text = text;
    this.#draw();
  }

  /** Something else was moved: what was there before the reset is of the past. */
  forget() {
    this.#before = null;
    this.#draw();
  }

  /** @param {boolean} changed whether what is shown is not the default */
  show(changed) {
    put(this.node, "disabled", !changed && this.#before === null);
  }

  #draw() {
    const way = this.#before === null ? "reset" : "undo";
    if (way !== this.#face) this.node.replaceChildren(icon(way), this.#words);
    this.#face = way;
    const text = this.#text;
    say(this.#words, (way === "reset" ? text.reset : text.reset_undo) ?? "");
    put(this.node, "title", way === "reset" ? text.reset_about : text.reset_undo_about);
  }
}
