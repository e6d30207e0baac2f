// Which tracks are fetched, in which order, and which of their frames are shown.

import { equal, ok } from "./assert.js";
import { message, served } from "./server.js";
import { Loader } from "../../lossviz/web/js/playground/loader.js";
import { Source } from "../../lossviz/web/js/playground/source.js";

const BASE = "http://here/";
const STEPS = [0, 10, 20, 40];
const GRID = [0, 0.1, 0.2, 0.5, 1];

/** @param {Record<string, unknown>} meta */
function whole(meta, count = GRID.length) {
  const positions = Array.from({ length: count }, (_, at) => at);
  return new Response(
    new Blob([
      message({ type: "meta", ...meta }),
      message({ type: "frames", positions }, {
        loss: { dtype: "f4", shape: [count], values: positions.map((at) => 1 / (1 + at)) },
      }),
      message({ type: "end" }),
    ]),
  );
}

/** @param {string} url */
function answer(url) {
  const query = new URL(url).searchParams;
  const over = query.get("over");
  return over ? whole({ over, values: GRID, steps: STEPS }) : whole({ over: "step", steps: STEPS }, STEPS.length);
}

/**
 * What was asked: "run" or the name of the slider.
 * @param {string[]} asked
 */
function orderOf(asked) {
  return asked.map((url) => new URL(url).searchParams.get("over") ?? "run");
}

/**
 * A loader, and a promise that `when` holds.
 * @param {(loader: Loader) => boolean} when
 */
function loading(when) {
  /** @type {(value: void) => void} */
  let done = () => {};
  /** @type {Promise<void>} */
  const reached = new Promise((resolve) => {
    done = resolve;
  });
  const loader = new Loader(() => when(loader) && done());
  return { loader, reached };
}

const filled = (/** @type {Loader} */ loader) => loader.state === "ready" && loader.filling().length === 0;

Deno.test("first the run, then a sweep after the other, in the order of the sliders", async () => {
  const { loader, reached } = loading(filled);
  const asked = await served(answer, async () => {
    loader.want(BASE, "loss=arcface&s=16&m=0.4", ["s", "m"]);
    equal([loader.state, loader.filling()], ["loading", ["s", "m"]]);
    await reached;
  });
  equal(orderOf(asked), ["run", "s", "m"]);
  equal([loader.run?.complete, loader.sweep("m")?.count, loader.sweep("x")], [true, 5, null]);
});

Deno.test("the slider in hand comes first", async () => {
  const { loader, reached } = loading(filled);
  const asked = await served(answer, async () => {
    loader.want(BASE, "s=16&m=0.4&k=1", ["s", "m", "k"]);
    loader.touch("k");
    await reached;
  });
  equal(orderOf(asked), ["run", "k", "s", "m"]);
});

Deno.test("a sweep stays when only its own slider was moved; the language changes nothing", async () => {
  const { loader, reached } = loading(filled);
  await served(answer, async () => {
    loader.want(BASE, "s=16&m=0.4", ["s", "m"]);
    await reached;
  });
  const sweep = loader.sweep("m");
  const asked = await served(answer, async () => {
    loader.want(BASE, "m=0.5&lang=zh&s=16", ["s", "m"]);
    ok(loader.sweep("m") === sweep && loader.sweep("s") === null);
    loader.want(BASE, "m=0.4&lang=zh&s=16", ["s", "m"]);
    equal(loader.state, "ready");
    ok(filled(loader));
    await reached;
  });
  // the run of m = 0.5 was begun, and dropped; the one of 0.4 is kept
  equal(orderOf(asked).filter((name) => name === "run").length, 1);
  loader.close();
});

Deno.test("a server that knows nothing of the request is not asked again", async () => {
  const { loader, reached } = loading(({ state }) => state === "refused");
  const asked = await served(() => new Response("no", { status: 404 }), async () => {
    loader.want(BASE, "s=16", ["s"]);
    await reached;
  });
  equal([asked.length, loader.progress?.status], [1, 404]);
});

Deno.test("a run is the same in another language, or with its fields in another order", async () => {
  const { loader, reached } = loading(({ state }) => state === "ready");
  equal(loader.wants("s=16"), false);
  await served(answer, async () => {
    loader.want(BASE, "s=16&m=0.4", []);
    await reached;
  });
  equal(["m=0.4&s=16&lang=zh", "s=16&m=0.5", "s=16"].map((query) => loader.wants(query)), [true, false, false]);
  loader.rename("m=0.4&s=16&lang=zh");
  equal([loader.query, loader.state], ["m=0.4&s=16&lang=zh", "ready"]);
  // as Python writes it, and as JavaScript does
  await served(answer, () => {
    loader.want(BASE, "m=5e-5&s=16", []);
    equal([loader.wants("s=16&m=0.00005"), loader.wants("s=16&m=0.0005")], [true, false]);
    loader.close();
    return Promise.resolve();
  });
});

Deno.test("a table that is gone is called so", async () => {
  const { loader, reached } = loading(({ state }) => state === "gone");
  await served(() => new Response("gone", { status: 410 }), async () => {
    loader.want(BASE, "s=16", []);
    await reached;
  });
});

Deno.test("a broken line is tried again until the run is here", async () => {
  const { loader, reached } = loading(({ state }) => state === "ready");
  /** @type {string[]} */
  const states = [];
  let tries = 0;
  await served((url) => {
    tries += 1;
    states.push(loader.state);
    if (tries === 1) throw new TypeError("network");
    return answer(url);
  }, async () => {
    loader.want(BASE, "s=16", []);
    await reached;
  });
  equal([tries, states], [2, ["loading", "offline"]]);
});

Deno.test("a full server says which place in line", async () => {
  const { loader, reached } = loading(({ state }) => state === "full");
  const full = () => new Response('{"place": 12}', { status: 503, headers: { "Retry-After": "30" } });
  await served(full, async () => {
    loader.want(BASE, "s=16", []);
    await reached;
  });
  equal(loader.progress?.place, 12);
  loader.close();
});

/** A source whose run and sweep over m are here. */
async function sourced() {
  const { loader, reached } = loading(filled);
  const source = new Source(loader);
  await served(answer, async () => {
    loader.want(BASE, "m=0.4", ["m"]);
    await reached;
  });
  return { loader, source };
}

Deno.test("a run is shown at its end, or where a person has gone to", async () => {
  const { source } = await sourced();
  source.toRun();
  equal(source.pick().frame?.position, 3);
  equal([source.step(), source.lastStep(), source.settled()], [40, 40, true]);
  source.goTo(12);
  equal([source.pick().frame?.position, source.step()], [1, 10]);
  equal(source.timeline(), { steps: STEPS, latest: 3, at: 1 });
});

Deno.test("while a slider is in hand its sweep is shown, at the nearest value", async () => {
  const { source } = await sourced();
  source.toSweep("m", 0.22);
  equal([source.pick().track?.meta?.over, source.pick().frame?.position, source.settled()], ["m", 2, false]);
  equal(source.arrived("m", 9), { done: 5, total: 5 });
});

/** What was sent has been taken in: by tasks, and none of them waits for time to pass. */
async function taken() {
  for (let k = 0; k < 20; k += 1) await new Promise((go) => setTimeout(go));
}

/**
 * The run of m = 0.5, whose answer the test ends itself, beside a sweep over m that is here.
 * @param {(parts: { loader: Loader, source: Source, send: (...messages: Uint8Array<ArrayBuffer>[]) => Promise<void> }) => Promise<void>} act
 */
async function going(act) {
  const { loader, source } = await sourced();
  /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined} */
  let control;
  const body = new ReadableStream({ start: (given) => void (control = given) });
  await served((url) => url.includes("/run?") ? new Response(body) : answer(url), async () => {
    loader.want(BASE, "m=0.5", ["m"]);
    await act({
      loader,
      source,
      send: async (...messages) => {
        for (const one of messages) control?.enqueue(one);
        await taken();
      },
    });
    loader.close();
  });
}

const META = message({ type: "meta", over: "step", steps: STEPS });

/** @param {number[]} positions */
function frames(positions) {
  const values = positions.map((at) => 1 / (1 + at));
  return message({ type: "frames", positions }, { loss: { dtype: "f4", shape: [positions.length], values } });
}

Deno.test("let go at one of its values, the sweep's frame stays until the run is complete", async () => {
  await going(async ({ loader, source, send }) => {
    source.toSweep("m", 0.5);
    source.pick();
    await send(META, frames([0, 1]));
    source.heard(loader.run, "m");
    equal(source.kind, "sweep");
    source.heard(loader.run, null);
    equal([source.kind, loader.run?.count], ["sweep", 2]);
    await send(frames([2, 3]), message({ type: "end" }));
    source.heard(loader.run, null);
    equal([source.kind, source.step()], ["run", 40]);
  });
});

Deno.test("let go between them, until the run has a frame; the step of a link once it is complete", async () => {
  await going(async ({ loader, source, send }) => {
    source.expect(10);
    source.toSweep("m", 0.45);
    source.pick();
    source.heard(loader.run, null);
    equal(source.kind, "sweep");
    await send(META, frames([0, 1, 2]));
    source.heard(loader.run, null);
    equal([source.kind, source.step()], ["run", 20]);
    await send(frames([3]), message({ type: "end" }));
    source.heard(loader.run, null);
    equal([source.step(), source.wanted], [10, null]);
  });
});

Deno.test("a run that stopped is asked for again, in another language", async () => {
  const { loader, reached } = loading(({ state }) => state === "error");
  const stopped = (/** @type {string} */ url) =>
    new Response(
      new Blob([META, frames([0]), message({ type: "error", text: new URL(url).searchParams.get("lang") })]),
    );
  await served(stopped, async () => {
    loader.want(BASE, "m=0.4&lang=en", []);
    await reached;
    equal(loader.run?.trouble?.text, "en");
    loader.rename("m=0.4&lang=zh");
    loader.again();
    await taken();
    equal(loader.run?.trouble?.text, "zh");
  });
});
