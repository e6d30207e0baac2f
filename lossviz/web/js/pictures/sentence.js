// Sentences with live numbers in them: which ones hold, and what they say, depends on the frame.

import { el, put, say } from "../frame/dom.js";
import { format } from "../drawing/format.js";
import { number } from "../drawing/read.js";

const PLACE = /\{(\w+)\}/;

export class Sentence {
  /** @type {{ value: number | string, nodes: HTMLElement[] }[]} */
  #parts = [];
  /** @type {{ text: HTMLElement, live: import("./records.d.ts").Filling }[]} */
  #slots = [];

  constructor() {
    this.node = el("p", { class: "lp-sentence" });
  }

  /** @param {import("./records.d.ts").Sentence} spec */
  update({ about, parts, fill, numbers }) {
    this.#slots = [];
    const known = new Map(numbers.map((live) => [live.name, live]));
    this.#parts = parts.map(({ value, sentences }) => ({
      value,
      nodes: sentences.map((words) => el("span", { hidden: true }, ...this.#written(words, fill, known))),
    }));
    put(this.node, "aria-label", about);
    this.node.replaceChildren(...this.#parts.flatMap(({ nodes }) => nodes.flatMap((node) => [node, " "])));
  }

  draw(frame) {
    for (const { value, nodes } of this.#parts) {
      const wanted = Math.round(number(frame, value));
      nodes.forEach((node, k) => put(node, "hidden", k !== wanted));
    }
    for (const { text, live } of this.#slots) say(text, format(live.format, number(frame, live.value)));
  }

  close() {
    this.node.remove();
  }

  /** The words with every {name} replaced, by words that may hold names of later ones, or by a number. */
  #written(words, fill, known) {
    const filled = Object.entries(fill).reduce((text, [name, part]) => text.replaceAll(`{${name}}`, part), words);
    return filled.split(PLACE).map((part, k) => {
      if (k % 2 === 0) return part;
      const text = el("b", { class: "lp-live" });
      this.#slots.push({ text, live: known.get(part) });
      return text;
    });
  }
}
