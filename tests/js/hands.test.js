// A show of hands: what counts as a number of hands, and the shares of all of them.

import { equal } from "./assert.js";
import { MOST, readHands, sharesOf } from "../../lossviz/web/js/state/hands.js";

Deno.test("a number of hands is a whole number, however it is written", () => {
  for (const [text, count] of /** @type {const} */ ([["12", 12], [" 7 ", 7], ["0", 0], ["１２", 12], ["9999", MOST]])) {
    equal(readHands(text), { count, fault: "" });
  }
});

Deno.test("what is no number of hands is told apart, and nothing is no fault", () => {
  equal(readHands(""), { count: null, fault: "" });
  equal(readHands("   "), { count: null, fault: "" });
  for (const text of ["abc", "12 hands", "1.5", "½", "1e3", "NaN", "Infinity", "+", "١٢"]) {
    equal(readHands(text), { count: null, fault: "number" });
  }
  for (const text of ["-3", "− 3", "－3"]) equal(readHands(text), { count: null, fault: "negative" });
  for (const text of ["10000", "1234567890", "9".repeat(400)]) equal(readHands(text), { count: null, fault: "many" });
});

Deno.test("shares are of all hands that were raised", () => {
  equal(sharesOf([12, null, 4]), [0.75, 0, 0.25]);
  equal(sharesOf([0, 0, 0]), null);
  equal(sharesOf([]), null);
});
