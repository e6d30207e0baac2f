// Choices beside each other, by their names.

import { Choice } from "./choice.js";

export class Choices {
  /** @type {Map<string, Choice>} */
  #known = new Map();

  /**
   * @param {HTMLElement} node
   * @param {(name: string, at: number) => void} chosen
   */
  constructor(node, chosen) {
    this.node = node;
    this.chosen = chosen;
  }

  /**
   * Show that the option at this place is chosen, -1 for none, whoever has chosen it.
   * @param {string} name
   * @param {number} at
   */
  mark(name, at) {
    this.#known.get(name)?.mark(at);
  }

  /** What is chosen, in words. */
  get readings() {
    return [...this.#known.values()].map((choice) => choice.reading).filter(Boolean);
  }

  /** @param {(Parameters<Choice["update"]>[0] & { name: string })[]} specs */
  update(specs) {
    const names = specs.map(({ name }) => name);
    for (const [name, choice] of this.#known) {
      if (names.includes(name)) continue;
      choice.node.remove();
      this.#known.delete(name);
    }
    for (const spec of specs) {
      const { name } = spec;
      const choice = this.#known.get(name) ?? new Choice(name, (at) => this.chosen(name, at));
      this.#known.set(name, choice);
      choice.update(spec);
      if (choice.node.parentNode !== this.node) this.node.append(choice.node);
    }
  }
}
