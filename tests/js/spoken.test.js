// What is told of the pictures, and when the page is written.

import { equal } from "./assert.js";
import { Spoken } from "../../lossviz/web/js/frame/spoken.js";

/** A Spoken, what it has told, and how to answer its requests. */
function listened() {
  /** @type {Record<string, string>[]} */
  const told = [];
  const pictures = { tell: (words) => told.push(words) };
  // @ts-ignore: all that is asked of them
  return { told, spoken: new Spoken(pictures) };
}

Deno.test("steps that pass write nothing, and ask nothing", () => {
  const { told, spoken } = listened();
  const words = { psi: "a curve" };
  spoken.tell(words, null);
  for (let step = 0; step < 60; step += 1) spoken.tell(words, `/picture?at=${step}`);
  equal(told, [words]);
  spoken.tell(null, "/picture?at=60");
  spoken.tell(null, "/picture?at=61");
  equal(told, [words, {}]);
  spoken.forget();
  spoken.tell(words, null);
  equal(told.length, 3);
});

Deno.test("what is shown beside a run is told with the rest, until another step is looked at", async () => {
  const { told, spoken } = listened();
  const own = globalThis.fetch;
  globalThis.fetch = () => Promise.resolve(Response.json({ words: { input: "a plane" } }));
  const words = { psi: "a curve" };
  spoken.tell(words, "/picture?at=1");
  await new Promise((done) => setTimeout(done, 600));
  equal(told, [words, { psi: "a curve", input: "a plane" }]);
  spoken.tell(words, null);
  equal(told[2], words);
  globalThis.fetch = own;
});
