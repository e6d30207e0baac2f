// A row of live numbers, or a list of them, one under the other.

import { el, put, say } from "../frame/dom.js";
import { Emphasis } from "../drawing/emphasis.js";
import { format } from "../drawing/format.js";
import { number } from "../drawing/read.js";
import { say as write } from "../drawing/subscript.js";

export class Numbers {
  constructor(hooks) {
    this.hooks = hooks;
    this.node = el("dl", { class: "lp-numbers" });
    /** @type {(import("./records.d.ts").Reading & { node: HTMLElement, text: HTMLElement })[]} */
    this.cells = [];
  }

  /** @param {import("./records.d.ts").Numbers} spec */
  update(spec) {
    put(this.node, "aria-label", spec.about);
    put(this.node, "data-listed", Boolean(spec.listed));
    this.cells = spec.cells.map((cell) => {
      const name = el("dt");
      write(name, cell.name);
      const value = el("dd", { class: "lp-value" });
      const node = el("div", { class: "lp-number" }, name, value);
      if (cell.term) {
        put(node, "data-term", cell.term);
        node.addEventListener("pointerenter", () => this.hooks.light(cell.term));
        node.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.hooks.light(null));
      }
      return { ...cell, node, text: value };
    });
    this.node.replaceChildren(...this.cells.map(({ node }) => node));
  }

  draw(frame, look) {
    const emphasis = new Emphasis(look.lit, this.cells.map(({ term }) => term));
    for (const { node, text, value, format: kind, term } of this.cells) {
      say(text, format(kind, number(frame, value)));
      put(node, "data-lit", emphasis.on(term));
      put(node, "data-back", emphasis.alpha(term) < 1);
    }
  }

  close() {
    this.node.remove();
  }
}
