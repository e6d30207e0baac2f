// One formula out of several: which one holds depends on where the sliders stand; its result may stand behind it.

import { el, put, say, three } from "../frame/dom.js";
import { number } from "../drawing/read.js";

const SMALLEST = 0.6;

export class Variants {
  #shown = -1;
  // from the first `update` on
  /** @type {import("./records.d.ts").Formula} */
  spec;

  constructor() {
    this.variants = el("div", { class: "lp-variants" });
    this.result = el("output", { class: "lp-result" });
    this.node = el("div", { class: "lp-formula" }, this.variants, this.result);
  }

  /** @param {import("./records.d.ts").Formula} spec */
  update(spec) {
    if (spec.formulas.join() !== this.spec?.formulas.join()) this.#write(spec);
    this.spec = spec;
    put(this.node, "aria-label", spec.about);
    put(this.result, "hidden", !spec.result);
  }

  draw(frame) {
    const { value, result } = this.spec;
    if (result) say(this.result, `= ${three(number(frame, result))}`);
    const wanted = Math.round(number(frame, value));
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    [...this.variants.children].forEach((node, k) => put(node, "hidden", k !== wanted));
  }

  /** Shrink a formula that is wider than its place. */
  measure() {
    const { style } = this.variants;
    style.fontSize = "";
    const share = this.variants.clientWidth / this.variants.scrollWidth;
    if (share > 0 && share < 1) style.fontSize = `${Math.max(share, SMALLEST)}em`;
  }

  close() {
    this.node.remove();
  }

  #write({ formulas }) {
    this.variants.replaceChildren(...formulas.map((markup) => {
      const node = el("div", { hidden: true });
      node.innerHTML = markup;
      return node;
    }));
    this.#shown = -1;
  }
}
