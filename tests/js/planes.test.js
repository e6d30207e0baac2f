// The input plane's tracks: asked for only while it is looked at, the one in hand first.

import { equal, ok } from "./assert.js";
import { Planes } from "../../lossviz/web/js/playground/planes.js";

/** @typedef {import("../../lossviz/web/js/wire/tracks.js").Track} Track */

const N = 3;

/**
 * One message, as the server packs it.
 * @param {Record<string, any>} fields
 * @param {Record<string, { dtype: string, shape: number[], data: Uint8Array | Float32Array }>} arrays
 */
function message(fields, arrays = {}) {
  let offset = 0;
  const parts = Object.entries(arrays).map(([name, { dtype, shape, data }]) => {
    const listed = { name, dtype, shape, offset };
    offset += Math.ceil(data.byteLength / 4) * 4;
    return { listed, data };
  });
  const text = JSON.stringify({ ...fields, arrays: parts.map(({ listed }) => listed), bytes: offset });
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const whole = new Uint8Array(4 + head.length + offset);
  new DataView(whole.buffer).setUint32(0, head.length, true);
  whole.set(head, 4);
  for (const { listed, data } of parts) {
    whole.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 4 + head.length + listed.offset);
  }
  return whole;
}

/** @param {Record<string, any>} fields */
function answer(fields) {
  const count = (fields.steps ?? fields.values).length;
  const cls = Uint8Array.from({ length: 4 * count }, (_, k) => Math.floor(k / 4));
  return [
    message({ type: "meta", ...fields }, { at: { dtype: "f4", shape: [N, 2], data: new Float32Array(2 * N) } }),
    message({ type: "frames", positions: Array.from({ length: count }, (_, k) => k) }, {
      cls: { dtype: "u1", shape: [count, 2, 2], data: cls },
    }),
    message({ type: "end" }),
  ];
}

/** A loader and a source as far as planes look at them. */
function stage() {
  const run = { key: "run?m=0.3", meta: { over: "step", steps: [0, 5, 9], n: N } };
  const sweep = { key: "sweep m?", meta: { over: "m", values: [0.1, 0.3], n: N } };
  const loader = {
    run,
    names: ["m"],
    state: "ready",
    query: "m=0.3&lang=en",
    left: /** @type {string[]} */ ([]),
    sweep: () => sweep,
    filling: () => loader.left,
    lost: () => false,
  };
  return { run, sweep, loader, source: { kind: "run", name: /** @type {string | null} */ (null) } };
}

/**
 * Run with a server that answers `/lossviz/input` and keeps what it was asked.
 * @param {(url: URL) => Response} reply
 * @param {(asked: string[]) => Promise<void>} act
 */
async function served(reply, act) {
  /** @type {string[]} */
  const asked = [];
  const before = globalThis.fetch;
  globalThis.fetch = (where) => {
    const url = new URL(String(where), "http://localhost");
    asked.push(url.searchParams.get("over") ?? "");
    return Promise.resolve(reply(url));
  };
  try {
    await act(asked);
  } finally {
    globalThis.fetch = before;
  }
}

/** @param {URL} url */
function whole(url) {
  const over = url.searchParams.get("over");
  const fields = over === "step" ? { over, steps: [0, 5, 9] } : { over, values: [0.1, 0.3] };
  return new Response(new Blob(answer(fields)));
}

const DATA = { base: "/", lang: "en" };
const moment = () => new Promise((done) => setTimeout(done, 20));
/** @type {(planes: Planes, open: boolean, of: any) => void} */
const update = (planes, open, { loader, source }) => planes.update(open, DATA, loader, source);
/** @type {(planes: Planes, of: any, position: number) => any} */
const at = (planes, of, position) => planes.at(of, { position });

Deno.test("nothing is asked for while it is not looked at", async () => {
  await served(whole, async (asked) => {
    const planes = new Planes(() => {});
    update(planes, false, stage());
    await moment();
    equal(asked, []);
  });
});

Deno.test("the run comes first, the sweep when the sweeps themselves are here, and each once", async () => {
  await served(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = ["m"];
    for (let k = 0; k < 3; k += 1) {
      update(planes, true, parts);
      await moment();
    }
    equal(asked, ["step"]);
    parts.loader.left = [];
    for (let k = 0; k < 3; k += 1) {
      update(planes, true, parts);
      await moment();
    }
    equal(asked, ["step", "m"]);
    const found = at(planes, parts.run, 1);
    equal([found.exact, [...found.frame.cls]], [true, [1, 1, 1, 1]]);
  });
});

Deno.test("a slider in hand has its sweep first, while others are on their way too", async () => {
  await served(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = ["m"];
    parts.source = { kind: "sweep", name: "m" };
    update(planes, true, parts);
    await moment();
    equal(asked, ["m"]);
    // the sweep that was drawn may have a value more
    const other = { key: "sweep m?", meta: { over: "m", values: [0.1, 0.2, 0.3], n: N } };
    equal([0, 1, 2].map((position) => at(planes, other, position).exact), [true, false, true]);
  });
});

Deno.test("while a run is trained nothing is asked for, and what was there stays, as not exact", async () => {
  await served(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    update(planes, true, parts);
    await moment();
    const before = at(planes, parts.run, 2);
    ok(before.exact);
    const next = { key: "run?m=0.4", meta: { over: "step", steps: [0, 5, 9], n: N } };
    Object.assign(parts.loader, { run: next, state: "training", query: "m=0.4&lang=en" });
    update(planes, true, parts);
    equal(asked, ["step"]);
    const now = at(planes, next, 2);
    equal([now.exact, now.frame], [false, before.frame]);
    // regions say nothing about other points
    equal(at(planes, { ...next, meta: { ...next.meta, n: N + 1 } }, 2).frame, null);
  });
});

Deno.test("what the server refuses is given up, and asked for again when it is looked at again", async () => {
  await served(() => new Response("no", { status: 400 }), async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = ["m"];
    update(planes, true, parts);
    await moment();
    ok(at(planes, parts.run, 0).lost);
    update(planes, true, parts);
    equal(asked, ["step"]);
    update(planes, false, parts);
    update(planes, true, parts);
    equal(asked, ["step", "step"]);
    planes.close();
  });
});
