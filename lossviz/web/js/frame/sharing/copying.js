// A text that is to be taken away: a field that cannot be changed, a button that copies it, what came of that.

import { copied } from "../clipboard.js";
import { el, put, say } from "../dom.js";

export class Copying {
  /** @param {"input" | "textarea"} kind one line or several */
  constructor(kind) {
    this.field = kind === "input"
      ? el("input", { type: "text", class: "ls-field", readonly: true })
      : el("textarea", { class: "ls-field ls-code", readonly: true, rows: 4, spellcheck: "false" });
    this.field.addEventListener("focus", () => this.field.select());
    this.button = el("button", { type: "button", class: "lv-button ls-main", onclick: () => this.#copy() });
    this.said = el("output", { class: "ls-said" });
    this.node = el("div", { class: `ls-copying ls-${kind}` }, this.field, this.button, this.said);
    /** @type {Record<string, string>} */
    this.text = {};
  }

  /**
   * @param {string} value
   * @param {string} label
   * @param {string} copy the word on the button
   * @param {Record<string, string>} text
   */
  update(value, label, copy, text) {
    if (this.field.value !== value) say(this.said, "");
    this.text = text;
    this.field.value = value;
    put(this.field, "aria-label", label);
    say(this.button, copy);
  }

  async #copy() {
    const { text } = this;
    // said anew, even if it was said a moment ago
    say(this.said, "");
    say(this.said, (await copied(this.field.value, () => this.field.select())) ? text.copied : text.failed);
  }
}
