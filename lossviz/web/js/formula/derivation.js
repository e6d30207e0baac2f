// One derivation: lines of symbols, the same with numbers, and why each line follows.

import { el, put } from "../frame/dom.js";
import { lights } from "../drawing/light.js";
import { Slots } from "./slots.js";
import { termOf, TERMS } from "./marks.js";

// of the size formulas have by themselves: so small that they fit, and so small that they stay in one row
const SMALLEST = 0.75;
const ONE_ROW = 0.85;

export class Derivation {
  #source;
  #slots;
  #terms;
  #fitted;
  // what is lit: the term, and the node that the arrow keys stand on
  /** @type {{ lit: string | null, at: Element | null }} */
  #lit = { lit: null, at: null };

  /** `at`: the derivation's number in the scene, as in the names of its arrays. */
  constructor(spec, at) {
    this.#source = sourceOf(spec, at);
    this.node = el("ol", { class: "ll-derivation", "data-derivation": spec.key }, ...spec.lines.map(line));
    this.#slots = new Slots(this.node, (place, name) => {
      const line = place.closest("[data-line]")?.getAttribute("data-line");
      return `d${at}.${line}.${name}`;
    });
    this.#terms = [...this.node.querySelectorAll(TERMS)].map((node) => ({ node, term: termOf(node) }));
    this.#fitted = [...this.node.querySelectorAll(".ll-math")];
  }

  /** True when this is what `spec` describes at place `at`. */
  is(spec, at) {
    return this.#source === sourceOf(spec, at);
  }

  write(frame) {
    if (this.#slots.write(frame)) this.fit();
  }

  reserve(answer, names) {
    this.#slots.reserve(answer, names);
    this.fit();
  }

  relax() {
    this.#slots.relax();
  }

  /** Light up what belongs to `lit`; `at` is the node the arrow keys stand on. */
  light(lit, at) {
    if (lit === this.#lit.lit && at === this.#lit.at) return;
    this.#lit = { lit, at };
    for (const { node, term } of this.#terms) {
      put(node, "data-lit", lights(term, lit));
      put(node, "data-at", node === at);
    }
  }

  /** Shrink what is wider than its place and has no place to break; what is still too wide can be scrolled. */
  fit() {
    for (const node of this.#fitted) scale(node, 1);
    const found = this.#fitted.map(fitted);
    this.#fitted.forEach((node, at) => {
      const { share, open } = found[at];
      for (const place of node.querySelectorAll(":scope > wbr")) put(place, "data-shut", !open.has(place));
      if (share < 1) scale(node, Math.max(Math.floor(98 * share) / 100, SMALLEST));
      // what scrolls must be in reach of the keyboard
      put(node, "tabindex", share < SMALLEST ? 0 : null);
    });
  }
}

function line({ relation, words, symbols, numbers, scalar }, at) {
  const node = el("li", { class: "ll-line", "data-line": at });
  const sign = math("ll-relation", relation);
  const plugged = math("ll-math", numbers);
  const value = el("span", { class: "ll-value" }, "= ", el("span", { class: "slot-value" }));
  if (scalar) plugged.append(el("wbr"), value);
  const symbolic = el("div", { class: "ll-symbols" }, math("ll-math", symbols));
  node.append(sign, symbolic, el("div", { class: "ll-numbers" }, plugged));
  if (words) {
    const why = el("p", { class: "ll-words" });
    why.innerHTML = words;
    node.append(why);
  }
  return node;
}

/**
 * @param {string} kind
 * @param {string} markup
 */
function math(kind, markup) {
  const node = el("div", { class: kind });
  node.innerHTML = markup;
  return node;
}

/** The formula's size; its value, which must be seen, keeps the size it has. */
function scale(formula, share) {
  formula.style.fontSize = share < 1 ? `${share}em` : "";
  formula.style.setProperty("--ll-share", share);
}

/** How much of a formula fits: in one row if that does not make it too small, else its widest part. And where it breaks. */
function fitted(formula) {
  const room = formula.clientWidth;
  const open = new Set();
  const parts = [...formula.children].filter((node) => node.localName !== "wbr").map((node) => ({
    wide: node.getBoundingClientRect().width,
    before: node.previousElementSibling,
    value: node.localName !== "math",
  }));
  const maths = parts.filter(({ value }) => !value);
  const beside = (room - wideOf(parts) + wideOf(maths)) / wideOf(maths);
  const share = beside >= ONE_ROW ? beside : room / Math.max(...broken(parts, room, open));
  return { share, open };
}

/** The widths of what is left in one piece; a piece that fits is not broken, the others at their best places. */
function broken(parts, room, open) {
  const wide = wideOf(parts);
  if (wide <= room || parts.length === 1) return [wide];
  const best = Math.min(...parts.slice(1).map(rankOf));
  // rather a little smaller than torn at a dot
  if (best % 2 === 1 && wide * ONE_ROW <= room) return [wide];
  const pieces = [];
  parts.forEach((part, at) => {
    const opens = at > 0 && rankOf(part) === best;
    if (opens) open.add(part.before);
    if (opens || !at) pieces.push([]);
    pieces.at(-1).push(part);
  });
  return pieces.flatMap((piece) => broken(piece, room, open));
}

function wideOf(parts) {
  return parts.reduce((sum, { wide }) => sum + wide, 0);
}

/** Of the place before a part: the lower, the better to break at. Best of all is the place before the value. */
function rankOf({ before }) {
  return Number(before.dataset.rank ?? -1);
}

function sourceOf({ key, lines }, at) {
  return JSON.stringify([key, at, lines]);
}
