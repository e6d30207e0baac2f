// Numbers as the lessons write them.

import { degrees, percent, superscript, three } from "../frame/dom.js";

const KINDS = { precise, share, score, digits, count, percent, loss: precise, three, degrees };
// beyond these a number is written with a power of ten
const [SMALL, LARGE] = [1e-3, 1e5];
// a single-precision number carries seven digits: no more than six of them are shown
const PLACES = [[1e4, 1], [1e3, 2], [1e2, 3]];
const MOST_PLACES = 4;

/**
 * How numbers are written.
 * @typedef {"precise" | "share" | "score" | "digits" | "count" | "percent" | "loss" | "three" | "degrees"} Kind
 */

/**
 * `value` as text. Kinds: "precise" (0.6439, 9.36×10⁻¹⁴), "share" (0.644, −6×10⁻⁶), "score" (−1.5),
 * "digits" (0.0718, 16, 1,448), "count" (10,000), "percent" (64.4 %), "three" (0.644, 16.0), "degrees" (15.2°), "loss" (as precise; one that is no number is called so). A number
 * that does not apply is "–", an infinite one "∞".
 * @param {Kind} kind
 * @param {number | null | undefined} value
 */
export function format(kind, value) {
  if (kind === "loss" && Number.isNaN(value)) return "NaN";
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return KINDS[kind](value).replace("-", "−");
}

/**
 * Four decimals, or three digits of what is small; what was chosen with two decimals stays so.
 * @param {number} value
 */
function precise(value) {
  const size = Math.abs(value);
  if (isShort(value)) return short(value);
  if (size < SMALL || size >= LARGE) return power(value);
  if (size < 0.01) return value.toPrecision(3);
  const [, places] = PLACES.find(([from]) => size >= from) ?? [0, MOST_PLACES];
  return decimals(value, places);
}

/**
 * Three decimals, but never a whole number for what is none.
 * @param {number} value
 */
function share(value) {
  if (Math.abs(value) >= LARGE) return power(value, 1);
  if (Number.isInteger(value)) return String(value);
  if (value > 0 && value < 0.0005) return "<0.001";
  if (value < 0 && value > -0.0005) return power(value, 0);
  return decimals(value, 3);
}

/** @param {number} value */
function score(value) {
  return Math.abs(value) >= LARGE ? power(value, 1) : short(value);
}

/**
 * So many decimals; what would look like a whole number is ">0.999" just below 1, "≈2" elsewhere.
 * @param {number} value
 * @param {number} places
 */
function decimals(value, places) {
  const text = value.toFixed(places);
  if (Number.isInteger(value) || !Number.isInteger(Number(text))) return text;
  if (value > 0 && value < 1) return `>0.${"9".repeat(places)}`;
  return `≈${Number(text)}`;
}

/**
 * At most three digits, without zeros at the end; from 1,000 on a whole number.
 * @param {number} value
 */
function digits(value) {
  const size = Math.abs(value);
  if (size >= LARGE || (size > 0 && size < SMALL)) return power(value, 1);
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? count(value) : String(rounded);
}

/** @param {number} value */
function count(value) {
  return Math.round(value).toLocaleString("en");
}

/**
 * @param {number} value
 * @param {number} places
 */
function power(value, places = 2) {
  const [digits, exponent] = value.toExponential(places).split("e");
  return `${digits}×10${superscript(Number(exponent))}`;
}

/**
 * At most two decimals, without zeros at the end and without a minus sign before 0.
 * @param {number} value
 */
function short(value) {
  return String(Number(value.toFixed(2)) + 0);
}

/**
 * True for 1.1 and for the single-precision number next to it.
 * @param {number} value
 */
function isShort(value) {
  const near = Number(value.toFixed(2));
  return Math.abs(value) < LARGE && (near === value || Math.fround(near) === value);
}
