// What is kept of a vote in the tab, and taken back when it is asked again.

import { equal } from "./assert.js";

/** @type {Map<string, string>} */
const store = new Map();
Object.defineProperty(globalThis, "sessionStorage", {
  configurable: true,
  value: {
    getItem: (/** @type {string} */ key) => store.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => store.set(key, value),
    removeItem: (/** @type {string} */ key) => store.delete(key),
  },
});
const { Kept } = await import("../../lossviz/web/js/state/kept.js");
const FRESH = { chosen: null, revealed: false, counts: false, hands: [], before: [] };

Deno.test("a vote with its hands is there after a reload, and nothing of it once it is asked again", () => {
  const kept = new Kept("vote", "one", 3);
  kept.choose(1);
  kept.count(true);
  kept.write(0, "12");
  kept.write(1, "many");
  kept.reveal();
  const { vote, begun } = new Kept("vote", "one", 3);
  equal([vote.chosen, vote.revealed, vote.counts, vote.hands, begun], [1, true, true, ["12", "many"], true]);
  kept.again();
  equal([new Kept("vote", "one", 3).vote, kept.begun, store.size], [FRESH, false, 0]);
});

Deno.test("a second round keeps the hands of the first beside it, and nothing else", () => {
  const kept = new Kept("vote", "two", 3);
  kept.choose(0);
  kept.again([12, null, 3]);
  equal(new Kept("vote", "two", 3).vote, { ...FRESH, counts: true, before: [12, null, 3] });
});

Deno.test("a check is forgotten with its page", () => {
  const kept = new Kept("check", "three", 3);
  kept.choose(2);
  equal([kept.tried, new Kept("check", "three", 3).tried, store.has("lossviz-vote-three")], [[2], [], false]);
});

Deno.test("whatever is in the store, a vote can be held", () => {
  const wild = ["", "[", "null", "7", '"text"', '{"chosen": 99, "revealed": "yes", "hands": {"0": 1}, "before": "no"}'];
  for (const text of wild) {
    store.set("lossviz-vote-four", text);
    equal(new Kept("vote", "four", 3).vote, FRESH);
  }
  store.set("lossviz-vote-four", '{"chosen": -1, "hands": [5, "6", null, "8"], "before": [1, -2, "3", 4]}');
  equal(new Kept("vote", "four", 3).vote, { ...FRESH, hands: ["", "6", ""], before: [1, null, null] });
});
