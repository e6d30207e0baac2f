// Requests: under which name, how long to wait, when to give up; what was typed is asked for until it is read.

import { equal, near, ok, thrown } from "./assert.js";
import { served } from "./server.js";
import { ask, inSeconds, introduce, passes, pause, Refusal, refusalOf } from "../../lossviz/web/js/wire/asking.js";
import { readTyped } from "../../lossviz/web/js/controls/typing.js";

const { signal } = new AbortController();
const WORDS = { refused: "no: {status}", failed: "failed, again in {seconds}", offline: "down, again in {seconds}" };

Deno.test("a wait doubles up to the longest; a full server says itself how long", () => {
  const broken = refusalOf(new TypeError("network"));
  equal([1, 2, 3, 4, 9].map((tries) => pause(broken, tries, 500, 8000)), [500, 1000, 2000, 4000, 8000]);
  const waits = Array.from({ length: 50 }, () => pause(new Refusal(503, { seconds: 4 })));
  ok(waits.every((wait) => wait >= 3000 && wait < 5000));
  // they were turned away together, and do not come back together
  ok(new Set(waits).size > 40);
  ok(pause(new Refusal(503)) >= 750);
});

Deno.test("a broken line and a full server pass, other refusals do not", () => {
  equal([0, 503, 429, 500, 410, 404].map((status) => passes(new Refusal(status))), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("a wait in words", () => {
  equal([80, 500, 999, 1000, 1001, 8000].map(inSeconds), [0.1, 0.5, 1, 1, 2, 8]);
});

Deno.test("a request carries the visitor's name once there is one", async () => {
  /** @type {(string | null)[]} */
  const names = [];
  const before = globalThis.fetch;
  globalThis.fetch = (_, init) => {
    names.push(new Headers(init?.headers).get("X-Lossviz-Visitor"));
    return Promise.resolve(new Response("{}"));
  };
  try {
    await ask("http://here/", signal);
    introduce("me");
    await ask("http://here/", signal);
    introduce("");
    await ask("http://here/", signal);
  } finally {
    globalThis.fetch = before;
  }
  equal(names, [null, "me", null]);
});

Deno.test("a status is thrown as a refusal", async () => {
  await served(() => new Response("no", { status: 410 }), async () => {
    equal(refusalOf(await thrown(() => ask("http://here/", signal))).status, 410);
  });
});

Deno.test("what was typed is asked for again until the server reads it", async () => {
  /** @type {string[]} */
  const told = [];
  let tries = 0;
  const asked = await served(() => {
    tries += 1;
    if (tries === 1) throw new TypeError("network");
    return Response.json({ moved: true, value: 0.35 });
  }, async () => {
    const found = await readTyped("http://here/typed", signal, (words) => told.push(words), WORDS);
    equal(found.value, 0.35);
  });
  equal([asked.length, told], [2, ["down, again in 0.5"]]);
});

Deno.test("a refusal is said, and ends it", async () => {
  /** @type {string[]} */
  const told = [];
  const asked = await served(() => new Response("no", { status: 400 }), async () => {
    equal(await readTyped("http://here/typed", signal, (words) => told.push(words), WORDS), null);
  });
  equal([asked.length, told], [1, ["no: 400"]]);
});

Deno.test("what is not wanted any more is not waited for", async () => {
  const asking = new AbortController();
  const begun = performance.now();
  await served(() => new Response("full", { status: 503, headers: { "Retry-After": "60" } }), async () => {
    const found = readTyped("http://here/typed", asking.signal, () => asking.abort(), WORDS);
    equal(await found, null);
  });
  near(performance.now() - begun, 0, 2000);
});
