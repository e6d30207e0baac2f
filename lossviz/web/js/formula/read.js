// Formulas in words: what a term of MathML says, and the numbers that stand for it.

import { lights } from "../drawing/light.js";
import { fill } from "../frame/dom.js";
import { continues, pieces, termOf, TERMS } from "./marks.js";

/** @typedef {Record<string, string>} Text */

/**
 * How elements of two parts are said; the rest is what its children say, one after the other.
 * @type {Record<string, string>}
 */
const SAID = { msub: "read_sub", munder: "read_sub", msup: "read_power", mfrac: "read_over", msqrt: "read_root" };
// so many different numbers of one term are told
const MOST = 4;
// where the numbers of a line stand: of a derivation, or of the formula that is filled with them
const NUMBERS = ":is(.ll-numbers, .lp-variant:has(.ll-slot))";

/**
 * What a formula, or a part of one, says.
 * @param {Element} node
 * @param {Text} text
 * @returns {string}
 */
export function read(node, text) {
  // a bracket that is not to be seen, or a space
  if (node.hasAttribute("data-idle") || node.localName === "mspace") return "";
  const parts = [...node.children].map((child) => read(child, text));
  if (!parts.length) return (node.textContent ?? "").trim();
  const key = SAID[node.localName];
  const whole = parts.filter(Boolean).join(" ");
  if (!key) return whole;
  return fill(text[key], key === "read_root" ? { a: whole } : { a: parts[0], b: parts[1] ?? "" });
}

/**
 * A term by its name and, where a line has numbers, by what stands there for it: "z sub 3: 1.5". What is all of a line
 * has the value of the line.
 * @param {Element} node
 * @param {Text} text
 */
export function told(node, text) {
  const name = joined(node, text);
  const line = node.closest(".ll-line, .lp-variants");
  const value = isAll(node) ? line?.querySelector(".ll-value .slot-value")?.textContent : "";
  const values = value ? [value] : numbersOf(node, line, text).filter((words) => words && words !== name);
  return values.length ? fill(text.read_value, { name, values: values.join(", ") }) : name;
}

/**
 * Each number that stands for the term, once.
 * @param {Element} node
 * @param {Element | null} line
 * @param {Text} text
 */
function numbersOf(node, line, text) {
  const term = termOf(node);
  const written = [...line?.querySelectorAll(`${NUMBERS} ${TERMS}`) ?? []];
  const own = written.filter((one) => lights(termOf(one), term) && !continues(one));
  return [...new Set(own.map((one) => joined(one, text)))].slice(0, MOST);
}

/**
 * @param {Element} node
 * @param {Text} text
 */
function joined(node, text) {
  return pieces(node).map((piece) => read(piece, text)).join(" ").trim();
}

/** @param {Element} node */
function isAll(node) {
  const all = [...node.closest(".ll-math")?.querySelectorAll("math") ?? []];
  const own = pieces(node);
  return all.length === own.length && all.every((math, at) => math.textContent === own[at].textContent);
}
