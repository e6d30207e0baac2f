// One formula out of several: which one holds depends on where the sliders stand; its result may stand behind it. It is
// written with letters or, where it has slots, with the numbers of the frame.

import { Choice } from "../controls/choice.js";
import { lights } from "../drawing/light.js";
import { el, put, say, three } from "../frame/dom.js";
import { number } from "../drawing/read.js";
import { Slots } from "../formula/slots.js";
import { termOf, TERMS } from "../formula/marks.js";
import { TermKeys } from "../formula/terms.js";

const SMALLEST = 0.6;
const NUMBERS = "numbers";

/** @typedef {import("./records.d.ts").Formula} Formula */

export class Variants {
  // the one that holds, as far as is known
  #shown = 0;
  // what chooses between letters and numbers, and whether numbers are chosen
  #look = "";
  #filled = false;
  /** @type {Slots[]} */
  #slots = [];
  /** @type {{ node: Element, term: string }[]} */
  #terms = [];
  /** @type {{ lit: string | null, at: Element | null }} */
  #lit = { lit: null, at: null };
  // from the first `update` on
  /** @type {Formula} */
  spec;

  /** hooks: light(term), look(key, at) */
  constructor(hooks) {
    this.variants = el("div", { class: "lp-variants", role: "group" });
    this.keys = new TermKeys(this.variants, hooks, ".lp-variant:not([hidden])");
    this.result = el("output", { class: "lp-result", "aria-live": "off" });
    this.choice = new Choice("formula", (at) => hooks.look(this.#look, at));
    this.beside = el("div", { class: "lp-beside" }, this.result, this.choice.node);
    this.node = el("div", { class: "lp-formula" }, this.variants, this.beside);
  }

  /**
   * @param {Formula} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    if (sourceOf(spec) !== sourceOf(this.spec)) this.#write(spec);
    this.spec = spec;
    const kept = new Map(spec.slots?.map((slot) => [slot.value, slot.kept]));
    for (const slots of this.#slots) slots.keep(kept);
    // at once: what cannot be seen cannot be measured
    this.#show();
    this.keys.words = text;
    put(this.variants, "aria-label", spec.about);
    put(this.variants, "tabindex", this.#terms.length ? 0 : null);
    put(this.variants, "aria-description", this.#terms.length ? text.terms_hint : null);
    put(this.result, "hidden", !spec.result);
    put(this.choice.node, "hidden", !spec.slots?.length);
    put(this.beside, "hidden", !spec.result && !spec.slots?.length);
  }

  /**
   * How it is looked at.
   * @param {import("./pictures.js").Offered} choice
   */
  offer(choice) {
    this.#look = choice.name;
    this.choice.update(choice);
    this.#filled = choice.options.some(({ chosen, value }) => chosen && value === NUMBERS);
    this.#show();
    this.measure();
  }

  /**
   * Room for all numbers along these sliders.
   * @param {string[]} names
   */
  hold(names) {
    const held = this.spec.slots?.filter(({ name }) => names.includes(name));
    if (!held?.length) return;
    for (const slots of this.#slots) slots.hold(new Map(held.map(({ value, room }) => [value, room])));
    this.measure();
  }

  relax() {
    for (const slots of this.#slots) slots.relax();
  }

  draw(frame, { lit }) {
    const { value, result } = this.spec;
    if (result) say(this.result, `= ${three(number(frame, result))}`);
    for (const slots of this.#slots) slots.write(frame);
    this.#light(lit, this.keys.at);
    const wanted = Math.round(number(frame, value));
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#show();
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

  /** Only the formula that holds can be seen, in the form that is chosen. */
  #show() {
    const { formulas, slots } = this.spec;
    const from = this.#filled && slots?.length ? formulas.length : 0;
    [...this.variants.children].forEach((node, k) => put(node, "hidden", k !== from + this.#shown));
  }

  /**
   * @param {string | null} lit
   * @param {Element | null} at
   */
  #light(lit, at) {
    if (lit === this.#lit.lit && at === this.#lit.at) return;
    this.#lit = { lit, at };
    for (const { node, term } of this.#terms) {
      put(node, "data-lit", lights(term, lit));
      put(node, "data-at", node === at);
    }
  }

  /** @param {Formula} spec */
  #write({ formulas, filled = [], slots = [] }) {
    const written = [...formulas, ...filled].map((markup) => {
      const node = el("div", { class: "lp-variant", hidden: true });
      node.innerHTML = markup;
      return node;
    });
    this.variants.replaceChildren(...written);
    const arrays = new Map(slots.map(({ name, value }) => [name, value]));
    this.#slots = written.slice(formulas.length).map((node) => (
      new Slots(node, (_, name) => arrays.get(name) ?? name, slots[0]?.format)
    ));
    this.#terms = [...this.variants.querySelectorAll(TERMS)].map((node) => ({ node, term: termOf(node) }));
    this.#lit = { lit: null, at: null };
    this.keys.leave();
  }
}

/** @param {Formula | undefined} spec */
function sourceOf(spec) {
  return JSON.stringify([spec?.formulas, spec?.filled]);
}
