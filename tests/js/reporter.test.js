// What was moved on the playground's stage, until Python has answered.

import { equal } from "./assert.js";

// it looks for Streamlit's root, which is not there
Object.assign(globalThis, { document: { querySelector: () => null } });
const { Reporter } = await import("../../lossviz/web/js/playground/reporter.js");

const SLIDERS = [{ name: "s", values: [8, 16, 32], index: 1 }, { name: "m", values: [0, 0.5], index: 0 }];

/** A reporter, Python's data for it, and what it has said. */
function told(sliders = SLIDERS) {
  const reporter = new Reporter(() => {});
  /** @type {any[]} */
  const said = [];
  const data = { visitor: "a", answered: null, step: null, sliders };
  const tell = (/** @type {object} */ more = {}) => (
    reporter.update({ ...data, ...more }, (_name, value) => said.push(value))
  );
  tell();
  return { reporter, said, tell, last: () => said.at(-1) };
}

Deno.test("a second move before the answer to the first is what counts", () => {
  const { reporter, tell, said } = told();
  equal([reporter.change("s", 32), reporter.change("s", 8)], [true, true]);
  tell({ answered: said[0].n });
  equal([...reporter.moved()], [["s", 8]]);
  // back to the first value, which Python does not have yet
  equal([reporter.change("s", 16), reporter.change("s", 16)], [true, false]);
  reporter.close();
});

Deno.test("where Python has it nothing is said", () => {
  const { reporter, said } = told();
  equal([reporter.change("s", 16), said.length], [false, 0]);
  reporter.close();
});

Deno.test("what Python refuses is moved no more", () => {
  const { reporter, tell, last } = told();
  reporter.change("m", 0.5);
  equal([...tell({ answered: last().n })], ["m", "step"]);
  equal([reporter.moved().size, reporter.isMoved("m")], [0, false]);
  reporter.close();
});

Deno.test("another session is told again, and what is no slider of it any more is forgotten", () => {
  const { reporter, tell, said, last } = told();
  reporter.change("s", 32);
  reporter.change("m", 0.5);
  tell({ visitor: "b", sliders: SLIDERS.slice(0, 1) });
  equal([last().to, last().values, said.length], ["b", { s: 32, step: null }, 3]);
  reporter.close();
});
