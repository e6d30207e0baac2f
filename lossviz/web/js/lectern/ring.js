// A pointer that is seen from afar: a ring that follows the mouse, and goes with the usual cursor when it rests.

import { el, put } from "../frame/dom.js";

const REST_MS = 3000;

export class Ring {
  #timer = 0;
  #gone = new AbortController();
  // whether somebody wants it
  on = true;

  constructor() {
    this.node = el("div", { class: "lc-ring", "aria-hidden": "true", hidden: true });
    // before a slider or a picture takes it
    addEventListener("pointermove", (event) => this.#move(event), { capture: true, signal: this.#gone.signal });
  }

  toggle() {
    this.on = !this.on;
    if (!this.on) put(this.node, "hidden", true);
  }

  close() {
    this.#gone.abort();
    clearTimeout(this.#timer);
    put(document.documentElement, "data-rested", false);
    this.node.remove();
  }

  /** @param {PointerEvent} event */
  #move({ clientX, clientY, pointerType }) {
    if (pointerType === "touch") return;
    put(document.documentElement, "data-rested", false);
    put(this.node, "hidden", !this.on);
    this.node.style.transform = `translate(${clientX}px, ${clientY}px)`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), REST_MS);
  }

  #rest() {
    put(this.node, "hidden", true);
    put(document.documentElement, "data-rested", true);
  }
}
