// A row of live numbers, or a list of them, one under the other; under each may stand what belongs to it.

import { el, fill, put, say } from "../frame/dom.js";
import { Emphasis } from "../drawing/emphasis.js";
import { paintCells } from "../taking/cells.js";
import { format } from "../drawing/format.js";
import { number } from "../drawing/read.js";
import { say as write } from "../drawing/subscript.js";

// so many letters of a class's name leave room for two of them
const LONGEST = 6;
// what is kept of names that begin alike
const [HEAD, TAIL] = [2, 3];

/** @typedef {import("./records.d.ts").Reading & { node: HTMLElement, text: HTMLElement, under: HTMLElement | null }} Cell */

export class Numbers {
  constructor(hooks) {
    this.hooks = hooks;
    this.node = el("dl", { class: "lp-numbers" });
    /** @type {Cell[]} */
    this.cells = [];
    /** @type {string[]} */
    this.names = [];
  }

  // what is shown
  /** @type {import("../drawing/canvas.js").Look | undefined} */
  look;

  /** @type {import("../taking/slide.js").Paintable["paintOn"]} */
  paintOn(pen, size, look) {
    const listed = this.node.hasAttribute("data-listed");
    const said = this.cells.map(({ name, text, under, term }) => ({
      name,
      value: text.textContent ?? "",
      note: under?.getAttribute("title") ?? "",
      term,
    }));
    paintCells(pen, said, size, look, listed);
  }

  /** @param {import("./records.d.ts").Numbers} spec */
  update(spec) {
    put(this.node, "aria-label", spec.about);
    put(this.node, "data-listed", Boolean(spec.listed));
    this.names = spec.names ?? [];
    this.cells = spec.cells.map((cell) => {
      const name = el("dt");
      write(name, cell.name);
      const value = el("dd", { class: "lp-value" });
      const under = cell.note ? el("dd", { class: "lp-under" }) : null;
      const node = el("div", { class: "lp-number" }, name, value, under);
      if (cell.term) {
        put(node, "data-term", cell.term);
        node.addEventListener("pointerenter", () => this.hooks.light(cell.term));
        node.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.hooks.light(null));
      }
      return { ...cell, node, text: value, under };
    });
    this.node.replaceChildren(...this.cells.map(({ node }) => node));
  }

  draw(frame, look) {
    this.look = look;
    const emphasis = new Emphasis(look.lit, this.cells.map(({ term }) => term));
    for (const cell of this.cells) {
      const { node, text, value, format: kind, term } = cell;
      say(text, format(kind, number(frame, value)));
      if (cell.under) this.#note(cell.under, cell, frame);
      put(node, "data-lit", emphasis.on(term));
      put(node, "data-back", emphasis.alpha(term) < 1);
    }
  }

  close() {
    this.node.remove();
  }

  /**
   * Long names of classes are cut; the whole note is there for who points at it.
   * @param {HTMLElement} node
   * @param {Cell} cell
   * @param {import("../drawing/canvas.js").Frame} frame
   */
  #note(node, { note = "", numbers = [], classes = [] }, frame) {
    const values = numbers.map(({ name, value, format: kind }) => [name, format(kind, number(frame, value))]);
    const named = classes.map(({ name, value }) => [name, this.names[number(frame, value)] ?? "–"]);
    const cut = classes.length > 1 ? named.map(([name, words]) => [name, short(words, this.names)]) : named;
    say(node, fill(note, Object.fromEntries([...values, ...cut])));
    put(node, "title", fill(note, Object.fromEntries([...values, ...named])));
  }
}

/** A long name's beginning; its two ends where another of `names` begins alike. */
function short(name, names) {
  if (name.length <= LONGEST) return name;
  const start = name.slice(0, LONGEST - 1);
  const unique = names.filter((other) => other.startsWith(start)).length < 2;
  return unique ? `${start}…` : `${name.slice(0, HEAD)}…${name.slice(-TAIL)}`;
}
