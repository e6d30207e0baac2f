// One line for a first visit: terms and pictures light up together. It stands at the first derivation of a page until it
// is taken away; this device then remembers.

import { el, put, say } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "lossviz-told-terms";
// that of the scene which shows it
/** @type {FirstVisit | null} */
let told = null;

export class FirstVisit {
  #words = el("span");
  #away = el("button", { type: "button", class: "lv-button lv-first-away" }, icon("close"));

  constructor() {
    this.node = el("p", { class: "lv-first", hidden: true }, this.#words, this.#away);
    this.#away.addEventListener("click", () => this.#dismiss());
  }

  /**
   * @param {boolean} fits whether there is something to light up here
   * @param {Record<string, string>} text
   */
  show(fits, text) {
    const free = !told || told === this || !told.node.isConnected;
    const shown = fits && free && Boolean(text.first_visit) && !known();
    if (shown) told = this;
    else if (told === this) told = null;
    say(this.#words, shown ? text.first_visit : "");
    for (const name of ["aria-label", "title"]) put(this.#away, name, text.first_dismiss);
    put(this.node, "hidden", !shown);
  }

  #dismiss() {
    try {
      localStorage.setItem(KEY, "1");
    } catch {
      // storage can be switched off; then it is told again
    }
    // the focus goes on to what was told of
    const panel = this.node.previousElementSibling;
    if (panel instanceof HTMLElement) panel.focus({ preventScroll: true });
    put(this.node, "hidden", true);
  }
}

function known() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
