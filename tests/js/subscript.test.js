// Letters below the line.

import { equal, near } from "./assert.js";
import { penInto } from "./pen.js";
import { partsOf, widthOf } from "../../lossviz/web/js/drawing/subscript.js";

/** @type {[string, string[]][]} */
const LOW = [
  ["z_y", ["y"]],
  ["zᵧ", ["y"]],
  ["ε (z_1 − z_y)", ["1", "y"]],
  // neither a word with an underscore, nor a digit that is low already, nor a letter under nothing
  ["z_yes", []],
  ["z₁", []],
  ["a _b", []],
];

for (const [text, letters] of LOW) {
  Deno.test(`in ${text}: ${letters.join(", ") || "none"}`, () => {
    const parts = partsOf(text);
    equal(parts.filter(({ low }) => low).map((part) => part.text), letters);
    const whole = parts.map((part) => part.low ? `_${part.text}` : part.text).join("");
    equal(whole, text.replace("ᵧ", "_y"));
  });
}

Deno.test("a low letter takes less room, and the pen keeps its font", () => {
  const pen = penInto();
  equal(widthOf(pen, "z"), 10);
  near(widthOf(pen, "z_y"), 10 + 0.72 * 10);
  equal(pen.font, "600 20px sans-serif");
});
