// A row of buttons of which one is chosen; where many would fill a phone's screen, a field that opens.

import { Also } from "./also.js";
import { el, put, say } from "../frame/dom.js";

// more of them stand in several rows on a phone
const MANY = 6;
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
    this.field = el("select", {
      class: "ll-select",
      "aria-labelledby": id,
      onchange: () => this.#press(Number(this.field.value)),
    });
    this.also = new Also();
    this.node = el(
      "div",
      { class: "ll-choice", "data-choice": name },
      this.label,
      this.row,
      this.field,
      this.also.node,
    );
  }

  /**
   * Show these options; buttons that are there already stay, with their focus.
   * An option that is `missing`, with the reason in words, cannot be chosen.
   * @param {{ label: string, options: { text: string, chosen?: boolean, value?: string, missing?: string }[],
   *   also?: import("./also.js").Elsewhere | null }} spec
   */
  update({ label, options, also }) {
    say(this.label, label);
    this.also.update(also);
    while (this.#buttons.length > options.length) this.#buttons.pop()?.remove();
    while (this.#buttons.length < options.length) this.#add(this.#buttons.length);
    put(this.node, "data-many", options.length > MANY);
    while (this.field.length > options.length) this.field.remove(options.length);
    while (this.field.length < options.length) this.field.append(el("option", { value: this.field.length }));
    options.forEach(({ text, value, missing }, at) => {
      say(this.#buttons[at], text);
      put(this.#buttons[at], "data-value", value);
      put(this.#buttons[at], "aria-disabled", missing ? "true" : null);
      put(this.#buttons[at], "title", missing);
      say(this.field.options[at], text);
      this.field.options[at].disabled = Boolean(missing);
    });
    this.#show(options.findIndex(({ chosen }) => chosen));
  }

  /**
   * The option at this place is chosen by something else; -1 is none.
   * @param {number} at
   */
  mark(at) {
    this.#show(at);
  }

  /** What is chosen, in words. */
  get reading() {
    const chosen = this.field.options[this.field.selectedIndex]?.textContent ?? "";
    return [this.label.textContent, chosen].filter(Boolean).join(": ");
  }

  /** @param {number} at */
  #show(at) {
    this.field.value = String(at);
    this.#buttons.forEach((button, other) => put(button, "aria-pressed", String(other === at)));
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
    if (this.#buttons[at].getAttribute("aria-disabled")) return;
    this.#show(at);
    this.chosen(at);
  }
}
