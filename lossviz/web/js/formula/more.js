// The button at the lower edge of a derivation that is higher than its box: so many lines more, and the next one.

import { el, fill, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";

// of a line that is below, in pixels; and what is seen of the one after
const LITTLE = 4;
const AHEAD = 28;

export class More {
  /** @param {HTMLElement} panel the box, whose lines are `li` */
  constructor(panel) {
    this.panel = panel;
    this.text = "";
    this.words = el("span", {});
    this.node = el(
      "button",
      { type: "button", class: "ll-more", onclick: () => this.#next() },
      this.words,
      icon("down"),
    );
  }

  /** @param {{ more_lines: string }} text */
  say(text) {
    this.text = text.more_lines;
    this.update();
  }

  /** Lines have come, gone or moved. */
  update() {
    const { scrollHeight, scrollTop, clientHeight } = this.panel;
    const more = scrollHeight - scrollTop - clientHeight > LITTLE;
    put(this.panel, "data-more", more);
    put(this.node, "hidden", !more);
    if (more) say(this.words, fill(this.text, { count: Math.max(this.#below().length, 1) }));
  }

  /** The lines of which a part is below the box. */
  #below() {
    const foot = this.panel.getBoundingClientRect().bottom;
    return [...this.panel.querySelectorAll("li")].filter((line) => line.getBoundingClientRect().bottom > foot + LITTLE);
  }

  /** Bring the next line into the box; from now on the wheel moves what is in it. */
  #next() {
    const [line] = this.#below();
    const box = this.panel.getBoundingClientRect();
    const place = line?.getBoundingClientRect();
    // a line higher than the box begins at its upper edge
    const far = place ? Math.min(place.bottom - box.bottom + AHEAD, place.top - box.top) : this.panel.clientHeight;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.panel.focus({ preventScroll: true });
    this.panel.scrollBy({ top: Math.max(far, LITTLE), behavior: still ? "auto" : "smooth" });
  }
}
