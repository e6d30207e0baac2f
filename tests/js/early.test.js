// A request that began before there was anyone to want it goes to the first who asks, and only if it came to something.

import { equal, ok, thrown } from "./assert.js";
import { served } from "./server.js";
import { ask, Refusal } from "../../lossviz/web/js/wire/asking.js";
import { begin, claim } from "../../lossviz/web/js/wire/early.js";

const ADDRESS = "http://here/lossviz/run?lang=en&m=0.5";
const { signal } = new AbortController();

/** @param {string} url */
const text = async (url) => await (await ask(url, signal)).text();

/** `act` under fake timers that never run out by themselves; gives what was to run later. */
async function untimed(act) {
  const before = globalThis.setTimeout;
  /** @type {(() => void)[]} */
  const later = [];
  // @ts-ignore: only what is called here
  globalThis.setTimeout = (run) => later.push(run);
  try {
    await act(later);
  } finally {
    globalThis.setTimeout = before;
  }
}

/** Answers that never come, and the signal of the last request for one. */
function waiting() {
  /** @type {AbortSignal} */
  let last;
  /** @type {(url: string, signal: AbortSignal | null | undefined) => Promise<Response>} */
  const waits = (_, signal) => {
    ok(signal);
    last = signal;
    return new Promise((_, fail) => signal.addEventListener("abort", () => fail(signal.reason)));
  };
  return { waits, its: () => last };
}

Deno.test("it is handed to the first who asks, and the next asks again", async () => {
  await untimed(async () => {
    let count = 0;
    const asked = await served(() => new Response(`answer ${++count}`), async () => {
      begin(ADDRESS);
      // however its parameters are ordered
      equal(await text("http://here/lossviz/run?m=0.5&lang=en"), "answer 1");
      equal(await text(ADDRESS), "answer 2");
    });
    equal(asked, [ADDRESS, ADDRESS]);
  });
});

Deno.test("another address, path or parameter is none of it", async () => {
  await untimed(async () => {
    await served(() => new Response("x"), async () => {
      begin(ADDRESS);
      for (
        const other of [
          "http://there/lossviz/run?lang=en&m=0.5",
          "http://here/lossviz/sweep?lang=en&m=0.5",
          ADDRESS + "1",
        ]
      ) {
        equal(await claim(other, signal), null);
      }
      ok(await claim(ADDRESS, signal));
    });
  });
});

Deno.test("what was refused, or broke, is asked for again under the visitor's name", async () => {
  await untimed(async () => {
    for (const first of [() => new Response("", { status: 503 }), () => Promise.reject(new TypeError("line"))]) {
      let count = 0;
      const asked = await served(() => count++ ? new Response("second") : first(), async () => {
        begin(ADDRESS);
        equal(await text(ADDRESS), "second");
      });
      equal(asked.length, 2);
    }
  });
});

Deno.test("who no longer wants it ends it", async () => {
  await untimed(async () => {
    const leaving = new AbortController();
    const { waits, its } = waiting();
    await served(waits, async () => {
      begin(ADDRESS);
      const asking = claim(ADDRESS, leaving.signal);
      leaving.abort();
      equal(await asking, null);
      ok(its().aborted);
      // who leaves before he asks, too
      begin(ADDRESS);
      equal(await claim(ADDRESS, leaving.signal), null);
      ok(its().aborted);
    });
  });
});

Deno.test("what nobody wants is dropped", async () => {
  await untimed(async (later) => {
    const { waits, its } = waiting();
    await served(waits, async () => {
      begin(ADDRESS);
      later[0]();
      ok(its().aborted);
      equal(await claim(ADDRESS, signal), null);
    });
  });
});

Deno.test("nothing has begun: a request is one of its own", async () => {
  const asked = await served(() => new Response("", { status: 410 }), async () => {
    const refused = await thrown(() => ask(ADDRESS, signal));
    ok(refused instanceof Refusal && refused.status === 410);
  });
  equal(asked, [ADDRESS]);
});
