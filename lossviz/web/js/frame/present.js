// The button that presents a stage: what does it is on the page, or the button cannot be seen (lectern.css).

import { el, put, say } from "./dom.js";
import { icon } from "./icons.js";

export class Present {
  #words = el("span");

  constructor() {
    this.node = el(
      "button",
      { type: "button", class: "lv-button", "data-action": "present", onclick: () => this.#ask() },
      icon("present"),
      this.#words,
    );
  }

  /** @param {Record<string, string>} text */
  update(text) {
    say(this.#words, text.present);
    put(this.node, "title", text.present_scene);
  }

  #ask() {
    this.node.dispatchEvent(new CustomEvent("lossviz-present", { bubbles: true }));
  }
}
