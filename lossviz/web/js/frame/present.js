// The button that fills the screen with the stage, for a lecture hall.

import { el, say } from "./dom.js";
import { icon } from "./icons.js";

export class Present {
  #gone = new AbortController();
  #words = el("span");
  /** @type {Record<string, string>} */
  text;

  constructor() {
    this.node = el(
      "button",
      { type: "button", class: "lv-button", "data-action": "present" },
      icon("present"),
      this.#words,
    );
    this.node.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.node.closest("[data-testid=stage]")?.requestFullscreen();
    });
    document.addEventListener("fullscreenchange", () => this.update(this.text), { signal: this.#gone.signal });
  }

  /** @param {Record<string, string>} text */
  update(text) {
    this.text = text;
    say(this.#words, document.fullscreenElement ? text.present_end : text.present);
  }

  close() {
    this.#gone.abort();
  }
}
