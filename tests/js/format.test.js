// Numbers as the lessons and the playground write them.

import { equal } from "./assert.js";
import { format } from "../../lossviz/web/js/drawing/format.js";
import { degrees, fill, percent, superscript, three } from "../../lossviz/web/js/frame/dom.js";

/** @typedef {import("../../lossviz/web/js/drawing/format.js").Kind} Kind */

/** @type {[Kind, number[], string[]][]} */
const WRITTEN = [
  ["precise", [0.64391426, 4.4401897, 9.36e-14, -2.5, 1.1], ["0.6439", "4.4402", "9.36×10⁻¹⁴", "−2.5", "1.1"]],
  ["precise", [43.59066, 123.45678, 4321.9876, 12345.678], ["43.5907", "123.457", "4321.99", "12345.7"]],
  ["precise", [0, 0.00512, 2e6], ["0", "0.00512", "2.00×10⁶"]],
  // what would look like a whole number and is none
  ["precise", [0.999999, 1.000004, 1.999999, -0.999999], [">0.9999", "≈1", "≈2", "≈−1"]],
  ["share", [0.6439, 0.0001, 0, 1, 0.9999, -6e-6], ["0.644", "<0.001", "0", "1", ">0.999", "−6×10⁻⁶"]],
  ["share", [-0.99996, 2.0001, -162755.797], ["≈−1", "≈2", "−1.6×10⁵"]],
  ["score", [-1.5, 2, 3.14159, -0.001], ["−1.5", "2", "3.14", "0"]],
  ["digits", [999.6, 0.0718, 0.999, 16, 1.9319, 1448.4, 2e-4, 0], [
    "1,000",
    "0.0718",
    "0.999",
    "16",
    "1.93",
    "1,448",
    "2.0×10⁻⁴",
    "0",
  ]],
  ["count", [12.2, 10000], ["12", "10,000"]],
  ["percent", [0.6439, 0.0002, 1e-7, 1e-41, 0], ["64.4 %", "0.020 %", "1.0×10⁻⁵ %", "≈0 %", "0.0 %"]],
];

for (const [kind, values, texts] of WRITTEN) {
  Deno.test(`${kind}: ${texts.join(", ")}`, () => {
    equal(values.map((value) => format(kind, value)), texts);
  });
}

Deno.test("what does not apply, and what has no end", () => {
  const written = [NaN, null, undefined, Infinity, -Infinity].map((value) => format("share", value));
  equal(written, ["–", "–", "–", "∞", "−∞"]);
});

Deno.test("a loss that is no number is called so", () => {
  equal([format("loss", NaN), format("loss", 2.7242)], ["NaN", "2.7242"]);
});

Deno.test("a single-precision number of two decimals is written as it was chosen", () => {
  equal(format("precise", Math.fround(0.1)), "0.1");
  equal(format("precise", Math.fround(0.123456)), "0.1235");
});

Deno.test("three digits, also of what is very large or small", () => {
  const values = [0, 0.0718, 1.999, 15.23, 1448.4, 162755, -2e-4, NaN, -Infinity];
  equal(values.map(three), ["0", "0.072", "2.00", "15.2", "1450", "1.6×10⁵", "−2.0×10⁻⁴", "–", "−∞"]);
});

Deno.test("nearly all is not all, and nearly nothing is not nothing", () => {
  equal([0.9994, 0.9996, 1, 0.00049, null].map(percent), ["99.9 %", "100 %", "100 %", "0.049 %", "–"]);
});

Deno.test("angles, exponents, and words with places", () => {
  equal([15.23, null].map(degrees), ["15.2°", "–"]);
  equal(superscript(-104), "⁻¹⁰⁴");
  equal(fill("{done} of {total}, {else}", { done: 3, total: 16 }), "3 of 16, {else}");
});
