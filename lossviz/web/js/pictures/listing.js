// Text of a fixed width, as a terminal or an editor shows it: several side by side, or one of several.

import { copied } from "../frame/clipboard.js";
import { el, put, say } from "../frame/dom.js";

const COPIED_MS = 1500;

export class Listing {
  #chosen = 0;
  #timer = 0;
  /** @type {HTMLElement[]} */
  #shown = [];
  // from the first `update` on
  /** @type {import("./records.d.ts").Listing} */
  spec;
  /** @type {Record<string, string>} */
  text;

  constructor() {
    this.tabs = el("div", { class: "lv-choice", role: "group" });
    this.copy = el("button", {
      type: "button",
      class: "lv-button",
      "data-action": "copy",
      onclick: () => this.#take(),
    });
    this.head = el("div", { class: "lp-listing-head" }, this.tabs, this.copy);
    this.blocks = el("div", { class: "lp-listing-blocks" });
    this.note = el("p", { class: "lp-listing-note" });
    this.node = el("div", { class: "lp-listing" }, this.head, this.blocks, this.note);
  }

  /**
   * With `copy`, its label, one block is shown and can be taken along.
   * @param {import("./records.d.ts").Listing} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    this.spec = spec;
    this.text = text;
    const one = Boolean(spec.copy);
    put(this.head, "hidden", !one);
    put(this.node, "data-one", one);
    put(this.tabs, "aria-label", spec.title);
    say(this.copy, spec.copy ?? "");
    say(this.note, spec.note ?? "");
    this.tabs.replaceChildren(...spec.blocks.map(({ title }, at) => {
      const button = el("button", { type: "button", class: "lv-button", onclick: () => this.#choose(at) });
      button.textContent = title;
      return button;
    }));
    this.#shown = [];
    this.blocks.replaceChildren(...spec.blocks.map(({ title, text: lines, mark }) => {
      const [name, code] = [el("p", { class: "lp-listing-name", "data-mark": mark ?? null }), el("code")];
      name.textContent = title;
      code.textContent = lines;
      const shown = el("pre", { tabindex: 0, role: "region", "aria-label": title }, code);
      this.#shown.push(shown);
      return el("div", { class: "lp-listing-block" }, name, shown);
    }));
    this.#choose(Math.min(this.#chosen, spec.blocks.length - 1));
  }

  draw() {}

  close() {
    clearTimeout(this.#timer);
    this.node.remove();
  }

  #choose(at) {
    this.#chosen = at;
    const one = Boolean(this.spec.copy);
    [...this.tabs.children].forEach((button, other) => put(button, "aria-pressed", String(other === at)));
    [...this.blocks.children].forEach((block, other) => put(block, "hidden", one && other !== at));
  }

  async #take() {
    const shown = this.#shown[this.#chosen];
    const done = await copied(shown.textContent ?? "", () => getSelection()?.selectAllChildren(shown));
    say(this.copy, done ? this.text.copied : this.text.copy_failed);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => say(this.copy, this.spec.copy ?? ""), COPIED_MS);
  }
}
