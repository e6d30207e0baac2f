// Options under headings, beside the pictures: those of one heading are open. Where the screen is
// narrow, a field that opens.

import { el, put, say } from "../frame/dom.js";

export class Index {
  #shape = "";
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {{ heading: HTMLButtonElement, inner: HTMLElement, first: number, last: number }[]} */
  #headings = [];
  name = "";

  /**
   * `chosen(name, at)` is called with the position of the option that was pressed.
   * @param {(name: string, at: number) => void} chosen
   */
  constructor(chosen) {
    this.chosen = chosen;
    this.label = el("p", { class: "ll-title" });
    this.field = el("select", { class: "ll-select", onchange: () => this.#press(Number(this.field.value)) });
    this.list = el("ul", { class: "ll-index-list" });
    this.node = el("nav", { class: "lv-panel ll-index", hidden: true }, this.label, this.field, this.list);
    this.node.addEventListener("choose", (event) => event instanceof CustomEvent && this.#press(event.detail));
  }

  /** Show the list `spec`, or nothing; buttons that are there already stay, with their focus. */
  update(spec) {
    put(this.node, "hidden", !spec);
    if (!spec) return;
    this.name = spec.name;
    put(this.node, "data-choice", spec.name);
    put(this.node, "aria-label", spec.label);
    put(this.field, "aria-label", spec.label);
    say(this.label, spec.label);
    const shape = JSON.stringify([spec.groups, spec.options.map(({ text }) => text)]);
    if (shape !== this.#shape) this.#build(spec);
    this.#shape = shape;
    this.#show(spec.options.findIndex(({ chosen }) => chosen));
    spec.options.forEach(({ missing }, at) => this.#miss(at, missing));
  }

  /** An option that is `missing`, with the reason in words, cannot be chosen. */
  #miss(at, missing) {
    put(this.#buttons[at], "aria-disabled", missing ? "true" : null);
    put(this.#buttons[at], "title", missing);
    this.field.options[at].disabled = Boolean(missing);
  }

  #build({ groups, options }) {
    [this.#buttons, this.#headings] = [[], []];
    let first = 0;
    /** @type {HTMLElement[]} */
    const entries = [];
    /** @type {HTMLElement[]} */
    const fields = [];
    for (const { text, count } of groups) {
      const own = options.slice(first, first + count);
      entries.push(this.#entry(text, own, first));
      fields.push(el(
        "optgroup",
        { label: text },
        ...own.map((option, at) => {
          const node = el("option", { value: first + at });
          // shut, the field shows nothing of the heading
          node.textContent = count > 1 || text !== option.text ? `${text}: ${option.text}` : text;
          return node;
        }),
      ));
      first += count;
    }
    this.list.replaceChildren(...entries);
    this.field.replaceChildren(...fields);
  }

  /** A heading, which opens its first option, and its options. */
  #entry(text, options, first) {
    const heading = el("button", { type: "button", class: "ll-index-heading", onclick: () => this.#press(first) });
    heading.textContent = text;
    const last = first + options.length;
    const inner = el(
      "ul",
      { class: "ll-index-options" },
      ...options.map((option, at) => {
        const button = el("button", {
          type: "button",
          class: "ll-index-option",
          onclick: () => this.#press(first + at),
        });
        button.textContent = option.text;
        this.#buttons.push(button);
        return el("li", {}, button);
      }),
    );
    this.#headings.push({ heading, inner, first, last });
    return el("li", {}, heading, inner);
  }

  /** At once, before the answer has come. */
  #press(at) {
    if (this.#buttons[at].getAttribute("aria-disabled")) return;
    this.#show(at);
    this.chosen(this.name, at);
  }

  #show(at) {
    this.field.value = String(at);
    this.#buttons.forEach((button, other) => put(button, "aria-pressed", String(other === at)));
    for (const { heading, inner, first, last } of this.#headings) {
      const open = first <= at && at < last;
      put(heading, "aria-expanded", String(open));
      put(inner, "hidden", !open);
    }
  }
}
