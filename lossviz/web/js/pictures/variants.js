// One formula out of several: which one holds depends on where the sliders stand.

import { el, put } from "../frame/dom.js";
import { number } from "../drawing/read.js";

export class Variants {
  #shown = -1;
  // from the first `update` on
  /** @type {import("./records.d.ts").Formula} */
  spec;

  constructor() {
    this.node = el("div", { class: "lp-formula" });
  }

  /** @param {import("./records.d.ts").Formula} spec */
  update(spec) {
    this.spec = spec;
    put(this.node, "aria-label", spec.about);
    this.node.replaceChildren(...spec.formulas.map((markup) => {
      const node = el("div", { hidden: true });
      node.innerHTML = markup;
      return node;
    }));
    this.#shown = -1;
  }

  draw(frame) {
    const wanted = Math.round(number(frame, this.spec.value));
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    [...this.node.children].forEach((node, k) => put(node, "hidden", k !== wanted));
  }

  close() {
    this.node.remove();
  }
}
