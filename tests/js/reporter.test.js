// What was moved on a stage, until Python has answered.

import { equal } from "./assert.js";

// it looks for Streamlit's root, which is not there
Object.assign(globalThis, { document: { querySelector: () => null } });
const { Reporter } = await import("../../lossviz/web/js/state/reporter.js");

/** A reporter, Python's data for it, and what it has said. */
function told() {
  const reporter = new Reporter(() => {});
  /** @type {any[]} */
  const said = [];
  const data = { visitor: "a", answered: null, query: "s=16" };
  const tell = (/** @type {object} */ more = {}) => (
    reporter.update({ ...data, ...more }, (_name, value) => said.push(value))
  );
  return { reporter, said, tell, first: tell(), last: () => said.at(-1) };
}

Deno.test("a query that Python comes with is followed once", () => {
  const { reporter, tell, first, said } = told();
  equal([first, tell(), tell({ query: "s=8" }), tell({ query: "s=8" })], [true, false, true, false]);
  equal(said, []);
  reporter.close();
});

Deno.test("a second move before the answer to the first is what counts", () => {
  const { reporter, tell, said } = told();
  reporter.report("s=32");
  reporter.report("s=8");
  // it answers the first of both
  equal(tell({ query: "s=32", answered: { n: said[0].n, query: "s=32" } }), false);
  equal(tell({ query: "s=8", answered: { n: said[1].n, query: "s=8" } }), false);
  equal(tell({ query: "s=8" }), false);
  reporter.close();
});

Deno.test("what Python does not take over is followed back", () => {
  const { reporter, tell, last } = told();
  reporter.report("s=32");
  equal(last(), { to: "a", n: last().n, query: "s=32" });
  equal(tell({ query: "s=24", answered: { n: last().n, query: "s=32" } }), true);
  // also where it was before
  reporter.report("s=32");
  equal(tell({ query: "s=24", answered: { n: last().n, query: "s=32" } }), true);
  reporter.close();
});

Deno.test("another session is told again, under a higher number", () => {
  const { reporter, tell, said, last } = told();
  reporter.report("s=32");
  const { n } = last();
  equal(tell({ visitor: "b" }), false);
  equal([last().to, last().query, last().n > n, said.length], ["b", "s=32", true, 2]);
  equal(tell({ visitor: "b", query: "s=32", answered: { n: last().n, query: "s=32" } }), false);
  // all is answered: a third session hears nothing
  equal([tell({ visitor: "c", query: "s=32" }), said.length], [false, 2]);
  reporter.close();
});

Deno.test("what moves on by itself is said when it rests, unless something else is said first", async () => {
  const { reporter, said } = told();
  let rested = 0;
  reporter.later(() => void (rested += 1));
  reporter.later(() => void (rested += 1));
  await new Promise((go) => setTimeout(go, 400));
  equal([rested, said.length], [1, 0]);
  reporter.later(() => void (rested += 1));
  reporter.report("s=32");
  await new Promise((go) => setTimeout(go, 400));
  equal([rested, said.length], [1, 1]);
  reporter.close();
});

Deno.test("a reset is of all settings, and stays so until it is answered", () => {
  const { reporter, tell, said } = told();
  reporter.report("", true);
  reporter.report("s=8");
  equal(said.map(({ query, all }) => [query, all]), [["", true], ["s=8", true]]);
  tell({ query: "s=8", answered: { n: said[1].n, query: "s=8" } });
  reporter.report("s=32");
  equal([said[2].query, "all" in said[2]], ["s=32", false]);
  reporter.close();
});
