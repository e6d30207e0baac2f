// The input plane's tracks: asked for only while it is looked at, the one in hand first.

import { equal, ok } from "./assert.js";
import { message, served } from "./server.js";
import { Planes } from "../../lossviz/web/js/playground/planes.js";

const N = 3;

/**
 * The plane's track over the step, or over m.
 * @param {string} over
 */
function track(over) {
  const along = over === "step" ? { steps: [0, 5, 9] } : { values: [0.1, 0.3] };
  const count = Object.values(along)[0].length;
  return [
    message({ type: "track", over: [over], about: { over, ...along } }, {
      at: { dtype: "f4", shape: [N, 2], values: Array(2 * N).fill(0) },
    }),
    message({ type: "track", over: [over], positions: Array.from({ length: count }, (_, k) => k) }, {
      cls: {
        dtype: "u1",
        shape: [count, 2, 2],
        values: Array.from({ length: 4 * count }, (_, k) => Math.floor(k / 4)),
      },
    }),
    message({ type: "end" }),
  ];
}

/** A loader and what is in hand, as far as planes look at them. */
function stage() {
  const run = { key: "run?m=0.3", meta: { over: "step", steps: [0, 5, 9], n: N } };
  const sweep = { key: "sweep m?", meta: { over: "m", values: [0.1, 0.3], n: N } };
  const loader = {
    answer: { lead: run, header: { dear: ["m"] }, query: "m=0.3" },
    state: "ready",
    left: /** @type {string[]} */ ([]),
    lost: /** @type {string[]} */ ([]),
    track: () => sweep,
    filling: () => loader.left,
    arrived: (/** @type {string} */ name) => ({ done: 0, total: loader.lost.includes(name) ? 0 : 2 }),
  };
  return { run, sweep, loader, held: /** @type {string[]} */ ([]) };
}

/**
 * Run with a server that answers `/lossviz/input` and keeps over what it was asked.
 * @param {(over: string) => Response} reply
 * @param {(asked: string[]) => Promise<void>} act
 */
async function seen(reply, act) {
  /** @type {string[]} */
  const asked = [];
  await served((url) => {
    const { pathname, searchParams } = new URL(url);
    equal([pathname, searchParams.get("lang")], ["/lossviz/input", "en"]);
    asked.push(searchParams.get("over") ?? "");
    return reply(searchParams.get("over") ?? "");
  }, () => act(asked));
}

/** @param {string} over */
function whole(over) {
  return new Response(new Blob(track(over)));
}

const PAGE = { base: "http://here/", lang: "en" };
const moment = () => new Promise((done) => setTimeout(done, 20));
/** @type {(planes: Planes, open: boolean, of: any) => void} */
const update = (planes, open, { loader, held }) => planes.update(open, PAGE, loader, held);
/** @type {(planes: Planes, of: any, position: number) => any} */
const at = (planes, of, position) =>
  planes.at(of, { position, labels: { length: of.meta.n }, shapes: {}, values: new Float32Array(0) });

Deno.test("nothing is asked for while it is not looked at", async () => {
  await seen(whole, async (asked) => {
    const planes = new Planes(() => {});
    update(planes, false, stage());
    await moment();
    equal(asked, []);
  });
});

Deno.test("the run comes first, the sweep when the sweeps themselves are here, and each once", async () => {
  await seen(whole, async (asked) => {
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
    // nothing is drawn again for what has not changed
    ok(found === at(planes, parts.run, 1));
  });
});

Deno.test("a sweep that was given up does not hold up the others", async () => {
  await seen(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = parts.loader.lost = ["s"];
    for (let k = 0; k < 3; k += 1) {
      update(planes, true, parts);
      await moment();
    }
    equal(asked, ["step", "m"]);
  });
});

Deno.test("a slider in hand has its sweep first, while others are on their way too", async () => {
  await seen(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = ["m"];
    parts.held = ["m"];
    update(planes, true, parts);
    await moment();
    equal(asked, ["m"]);
    // the sweep that was drawn may have a value more
    const other = { key: "sweep m?", meta: { over: "m", values: [0.1, 0.2, 0.3], n: N } };
    equal([0, 1, 2].map((position) => at(planes, other, position).exact), [true, false, true]);
  });
});

Deno.test("while a run is trained nothing is asked for, and what was there stays, as not exact", async () => {
  await seen(whole, async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    update(planes, true, parts);
    await moment();
    const before = at(planes, parts.run, 2);
    ok(before.exact);
    const next = { key: "run?m=0.4", meta: { over: "step", steps: [0, 5, 9], n: N } };
    Object.assign(parts.loader, { state: "training" });
    Object.assign(parts.loader.answer, { lead: next, query: "m=0.4" });
    update(planes, true, parts);
    equal(asked, ["step"]);
    const now = at(planes, next, 2);
    equal([now.exact, now.frame], [false, before.frame]);
    // regions say nothing about other points
    equal(at(planes, { ...next, meta: { ...next.meta, n: N + 1 } }, 2).frame, null);
  });
});

Deno.test("what the server refuses is given up, and asked for again when it is looked at again", async () => {
  await seen(() => new Response("no", { status: 400 }), async (asked) => {
    const [planes, parts] = [new Planes(() => {}), stage()];
    parts.loader.left = ["m"];
    update(planes, true, parts);
    await moment();
    ok(at(planes, parts.run, 0).lost);
    update(planes, true, parts);
    equal(asked, ["step"]);
    update(planes, false, parts);
    update(planes, true, parts);
    await moment();
    equal(asked, ["step", "step"]);
    planes.close();
  });
});
