// A row of buttons of which one is chosen.

import { el, put, say } from "../frame/dom.js";

let made = 0;

export class Choice {
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * `chosen(at)` is called with the position of the option that was pressed.
   * @param {string} name
   * @param {(at: number) => void} chosen
   */
  constructor(name, chosen) {
    made += 1;
    const id = `ll-choice-${made}`;
    this.chosen = chosen;
    this.label = el("span", { class: "ll-choice-label", id });
    this.row = el("div", { class: "lv-choice", role: "group", "aria-labelledby": id });
    this.node = el("div", { class: "ll-choice", "data-choice": name }, this.label, this.row);
  }

  /**
   * Show these options; buttons that are there already stay, with their focus.
   * @param {{ label: string, options: { text: string, chosen?: boolean }[] }} spec
   */
  update({ label, options }) {
    say(this.label, label);
    while (this.#buttons.length > options.length) this.#buttons.pop()?.remove();
    while (this.#buttons.length < options.length) this.#add(this.#buttons.length);
    options.forEach(({ text, chosen }, at) => {
      say(this.#buttons[at], text);
      put(this.#buttons[at], "aria-pressed", String(Boolean(chosen)));
    });
  }

  /** @param {number} at */
  #add(at) {
    const button = el("button", {
      type: "button",
      class: "lv-button",
      "aria-pressed": "false",
      onclick: () => this.#press(at),
    });
    this.#buttons.push(button);
    this.row.append(button);
  }

  /**
   * At once, before the answer has come.
   * @param {number} at
   */
  #press(at) {
    this.#buttons.forEach((button, other) => put(button, "aria-pressed", String(other === at)));
    this.chosen(at);
  }
}
