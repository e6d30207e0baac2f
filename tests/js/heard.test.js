// What is said of a change, and how a slider plays for who wants less motion.

import { equal } from "./assert.js";
import { Player } from "../../lossviz/web/js/controls/player.js";
import { news } from "../../lossviz/web/js/frame/summary.js";

Deno.test("only clauses that are new are said, picture by picture", () => {
  const before = { a: "Scores, bars: 1 is 2. The target is 3.", b: "L: 0.5." };
  equal(news(before, { a: "Scores, bars: 1 is 3. The target is 3.", b: "L: 0.5." }), "Scores, bars: 1 is 3.");
  equal(news(before, before), "");
  equal(news({ a: "甲是 0.5；乙是 1。" }, { a: "甲是 0.5；乙是 2。" }), "乙是 2。");
  // a decimal point ends no clause
  equal(news({ a: "p is 0.25; q is 1." }, { a: "p is 0.35; q is 1." }), "p is 0.35;");
});

Deno.test("what is long is cut, each picture before any has its second clause, and one is always said", () => {
  const long = "x".repeat(400);
  equal(news({}, { a: `${long}.`, b: "short." }), `${long}.`);
  const many = Array.from({ length: 40 }, (_, k) => `number ${k} is 1;`).join(" ");
  const said = news({}, { a: many, b: "last." });
  equal(said.length <= 320, true);
  equal(said.endsWith("last."), true);
});

Deno.test("a run is played in as few stops as a lesson where motion is not wanted", () => {
  for (const runs of [true, false]) {
    const player = new Player();
    player.start("step", 0, 60, { runs, still: true });
    const seen = new Set(Array.from({ length: 400 }, (_, k) => player.at(20 * k, 60)));
    equal(seen.size, 11);
    equal(Math.max(...seen), 60);
  }
});
