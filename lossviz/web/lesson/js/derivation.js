// One derivation: lines of symbols, the same with numbers, and why each line follows.

import { el, put } from "../stage/dom.js";
import { lights } from "./light.js";
import { Slots } from "./slots.js";
import { termOf, TERMS } from "./terms.js";

// of the size formulas have by themselves: so small that they fit, and so small that they stay in one row
const SMALLEST = 0.75;
const ONE_ROW = 0.85;

export class Derivation {
  #source;
  #slots;
  #terms;
  #fitted;

  /** `at`: the derivation's number in the scene, as in the names of its arrays. */
  constructor(spec, at) {
    this.#source = sourceOf(spec, at);
    this.node = el("ol", { class: "ll-derivation", "data-derivation": spec.key }, ...spec.lines.map(line));
    this.#slots = new Slots(this.node, at);
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
    for (const { node, term } of this.#terms) {
      put(node, "data-lit", lights(term, lit));
      put(node, "data-at", node === at);
    }
  }

  /** Shrink what is wider than its place and has no place to break; what is still too wide can be scrolled. */
  fit() {
    for (const node of this.#fitted) scale(node, 1);
    const shares = this.#fitted.map(shareOf);
    this.#fitted.forEach((node, at) => {
      const share = shares[at];
      if (share < 1) scale(node, Math.max(Math.floor(98 * share) / 100, SMALLEST));
      // what scrolls must be in reach of the keyboard
      put(node, "tabindex", share < SMALLEST ? 0 : null);
    });
  }
}

function line({ relation, words, symbols, numbers, scalar }, at) {
  const node = el("li", { class: "ll-line", "data-line": at });
  const sign = el("div", { class: "ll-relation" });
  sign.innerHTML = relation;
  const plugged = row("ll-numbers", numbers);
  const value = el("span", { class: "ll-value" }, "= ", el("span", { class: "slot-value" }));
  if (scalar) plugged.firstChild.append(el("wbr"), value);
  node.append(sign, row("ll-symbols", symbols), plugged);
  if (words) {
    const why = el("p", { class: "ll-words" });
    why.innerHTML = words;
    node.append(why);
  }
  return node;
}

function row(kind, math) {
  const formula = el("div", { class: "ll-math" });
  formula.innerHTML = math;
  return el("div", { class: kind }, formula);
}

/** The formula's size; its value, which must be seen, keeps the size it has. */
function scale(formula, share) {
  formula.style.fontSize = share < 1 ? `${share}em` : "";
  formula.style.setProperty("--ll-share", share);
}

/** How much of a formula fits: in one row if that does not make it too small, else its widest part. */
function shareOf(formula) {
  const room = formula.clientWidth;
  const value = formula.querySelector(".ll-value")?.getBoundingClientRect().width ?? 0;
  const beside = (room - value) / widthOf(formula);
  if (beside >= ONE_ROW) return beside;
  for (let parts = partsOf(formula); ; parts = parts.flatMap((part) => (isRun(part) ? partsOf(part) : part))) {
    const share = room / Math.max(...parts.map(widthOf));
    if (share >= ONE_ROW || !parts.some(isRun)) return share;
  }
}

/** Between the outermost breaks of a formula or a run. */
function partsOf(node) {
  return [...node.children].filter((part) => part.localName === "math" || isRun(part));
}

function isRun(part) {
  return part.className === "ll-run";
}

/** How wide it is in one row. */
function widthOf(part) {
  const maths = part.localName === "math" ? [part] : [...part.querySelectorAll("math")];
  return maths.reduce((sum, math) => sum + math.getBoundingClientRect().width, 0);
}

function sourceOf({ key, lines }, at) {
  return JSON.stringify([key, at, lines]);
}
