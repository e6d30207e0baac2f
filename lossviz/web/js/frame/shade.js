// The switch of the colours, in the header: a list of the browser's own under a sign.

import { el, put, say } from "./dom.js";
import { icon } from "./icons.js";
import { mounting } from "./mounting.js";
import { shade, SHADES } from "../state/shade.js";

class Switch {
  #gone = new AbortController();
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.options = SHADES.map((value) => el("option", { value }));
    this.select = el("select", { name: "colours" }, ...this.options);
    this.select.addEventListener("change", () => shade.choose(SHADES[this.select.selectedIndex]));
    shade.addEventListener("changed", () => this.#show(), { signal: this.#gone.signal });
    this.root = el("div", { class: "lv-shade", "data-testid": "shade" }, icon("shade"), this.select);
    parent.append(this.root);
  }

  /** @param {{ text: Record<string, string> }} data */
  update({ text }) {
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    SHADES.forEach((name, at) => say(this.options[at], text[name]));
    for (const name of ["aria-label", "title"]) put(this.select, name, text.label);
    this.#show();
  }

  close() {
    this.closed = true;
    this.#gone.abort();
    this.root.remove();
  }

  #show() {
    this.select.value = shade.chosen;
  }
}

/** Show the switch in `parentElement`; called again, it takes other words. */
export default mounting(Switch);
