// Which tracks are fetched, in which order, and which of their frames are shown.

import { equal, ok } from "./assert.js";
import { message, served } from "./server.js";
import { Loader } from "../../lossviz/web/js/wire/loader.js";
import { Hand } from "../../lossviz/web/js/state/hand.js";

const PAGE = { base: "http://here/", lesson: "playground", scene: "playground", lang: "en" };
const STEPS = [0, 10, 20, 40];
const GRID = [0, 0.1, 0.2, 0.5, 1];

/**
 * What the server says of a track before its frames.
 * @param {string} over
 */
function about(over) {
  const along = over === "step" ? { steps: STEPS } : { values: GRID, steps: STEPS };
  return message({ type: "track", over: [over], about: { over, ...along } });
}

/**
 * @param {string} over
 * @param {number[]} positions
 */
function frames(over, positions) {
  const values = positions.map((at) => 1 / (1 + at));
  return message({ type: "track", over: [over], positions }, {
    loss: { dtype: "f4", shape: [positions.length], values },
  });
}

const END = message({ type: "end" });

/**
 * The scene at the state of a request: a slider for each key of it that is one.
 * @param {string} url
 */
function scene(url) {
  const query = new URL(url).searchParams;
  for (const key of ["lesson", "scene", "lang", "only"]) query.delete(key);
  const names = ["s", "m", "k"].filter((name) => query.has(name));
  const controls = names.map((name) => {
    const value = Number(query.get(name));
    const values = [...new Set([...GRID, value])].sort((one, other) => one - other);
    return { kind: "slider", name, key: name, place: null, values, index: values.indexOf(value) };
  });
  return message({ type: "scene", query: String(query), controls, sliders: names, dear: names, timeline: "step" });
}

/** @param {string} url */
function answer(url) {
  const over = new URL(url).searchParams.get("over");
  if (over) return new Response(new Blob([about(over), frames(over, GRID.map((_, at) => at)), END]));
  const run = url.includes("only=words") ? [] : [about("step"), frames("step", STEPS.map((_, at) => at))];
  return new Response(new Blob([scene(url), ...run, END]));
}

/**
 * What was asked: "scene" or the name of the slider.
 * @param {string[]} asked
 */
function orderOf(asked) {
  return asked.map((url) => new URL(url).searchParams.get("over") ?? "scene");
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
    loader.want(PAGE, "loss=arcface&s=16&m=0.4");
    equal([loader.state, loader.filling()], ["loading", []]);
    await reached;
  });
  equal(orderOf(asked), ["scene", "s", "m"]);
  equal([loader.answer.lead?.complete, loader.track("m")?.count, loader.track("x")], [true, 5, null]);
});

Deno.test("the slider in hand comes first", async () => {
  const { loader, reached } = loading(filled);
  const asked = await served(answer, async () => {
    loader.want(PAGE, "s=16&m=0.4&k=1");
    loader.touch("k");
    await reached;
  });
  equal(orderOf(asked), ["scene", "k", "s", "m"]);
});

Deno.test("a track stays when only its own slider was moved; the language changes nothing", async () => {
  const { loader, reached } = loading(filled);
  await served(answer, async () => {
    loader.want(PAGE, "s=16&m=0.4");
    await reached;
  });
  const track = loader.track("m");
  const lead = loader.answer.lead;
  const other = { ...PAGE, lang: "zh" };
  const asked = await served(answer, async () => {
    loader.want(other, "m=0.5&s=16");
    ok(loader.track("m") === track && loader.track("s") === null);
    loader.want(other, "m=0.4&s=16");
    equal([loader.filling(), loader.answer.lead === lead], [[], true]);
    await taken(() => loader.state === "ready");
    ok(filled(loader) && loader.answer.lead === lead);
    // back in the first language nothing is asked for
    loader.want(PAGE, "m=0.4&s=16");
    equal(loader.state, "ready");
  });
  // of m = 0.5 the run was begun, and dropped; of 0.4 the words are asked for, which the language changes
  equal(asked.map((url) => [new URL(url).searchParams.get("m"), url.includes("only=words")]), [
    ["0.5", false],
    ["0.4", true],
  ]);
  loader.close();
});

Deno.test("a server that knows nothing of the request is not asked again", async () => {
  const { loader, reached } = loading(({ state }) => state === "refused");
  const asked = await served(() => new Response("no", { status: 404 }), async () => {
    loader.want(PAGE, "s=16");
    await reached;
  });
  equal([asked.length, loader.progress?.status], [1, 404]);
});

Deno.test("a state is the same with its fields in another order, as Python writes it and as JavaScript does", async () => {
  const { loader, reached } = loading(({ state }) => state === "ready");
  equal(loader.wants(PAGE, "s=16"), false);
  await served(answer, async () => {
    loader.want(PAGE, "s=16&m=0.4");
    await reached;
    equal(["m=0.4&s=16", "s=16&m=0.5", "s=16"].map((query) => loader.wants(PAGE, query)), [true, false, false]);
    equal(loader.wants({ ...PAGE, lang: "zh" }, "s=16&m=0.4"), false);
    loader.want(PAGE, "m=5e-5&s=16");
    equal([loader.wants(PAGE, "s=16&m=0.00005"), loader.wants(PAGE, "s=16&m=0.0005")], [true, false]);
    loader.close();
  });
});

Deno.test("a table that is gone is called so", async () => {
  const { loader, reached } = loading(({ state }) => state === "gone");
  await served(() => new Response("gone", { status: 410 }), async () => {
    loader.want(PAGE, "s=16");
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
    loader.want(PAGE, "dim=3");
    await reached;
  });
  equal([tries, states], [2, ["loading", "offline"]]);
});

Deno.test("a full server says which place in line", async () => {
  const { loader, reached } = loading(({ state }) => state === "full");
  const full = () => new Response('{"place": 12}', { status: 503, headers: { "Retry-After": "30" } });
  await served(full, async () => {
    loader.want(PAGE, "s=16");
    await reached;
  });
  equal(loader.progress?.place, 12);
  loader.close();
});

/**
 * What was sent has been taken in: by tasks, and none of them waits for long.
 * @param {() => boolean} until
 */
async function taken(until = () => false) {
  for (let k = 0; k < 40 && !until(); k += 1) await new Promise((go) => setTimeout(go));
}

/** A hand at a state whose run and track over m are here. */
async function held() {
  const { loader, reached } = loading(filled);
  const hand = new Hand(loader);
  await served(answer, async () => {
    loader.want(PAGE, "m=0.5");
    await reached;
  });
  hand.serve(loader.answer);
  hand.heard();
  return { loader, hand };
}

const step = (/** @type {Hand} */ hand) => hand.timeline.step();
const over = (/** @type {Hand} */ hand) => hand.pick().track?.over.join();

Deno.test("a run is shown at its end, or where a person has gone to", async () => {
  const { hand } = await held();
  equal(hand.pick().frame?.position, 3);
  equal([step(hand), hand.timeline.last(), hand.settled()], [40, 40, true]);
  hand.timeline.goTo(12);
  equal([hand.pick().frame?.position, step(hand)], [1, 10]);
  equal(hand.timeline.place(), { steps: STEPS, latest: 3, at: 1 });
});

Deno.test("while a slider is in hand its track is shown, at the nearest value", async () => {
  const { loader, hand } = await held();
  hand.move({ m: 2 });
  equal([over(hand), hand.pick().frame?.position, hand.settled()], ["m", 2, false]);
  equal(loader.arrived("m", 9), { done: 5, total: 5 });
  // put back where it was, it is the run again
  hand.move({ m: 3 });
  equal([hand.release(), over(hand), hand.settled()], [null, "step", true]);
});

/**
 * After m was let go at `value`: the answer of that state, which the test ends itself.
 * @param {number} value
 * @param {(parts: { loader: Loader, hand: Hand, send: (...messages: Uint8Array<ArrayBuffer>[]) => Promise<void> }) => Promise<void>} act
 */
async function going(value, act) {
  const { loader, hand } = await held();
  /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined} */
  let control;
  const body = new ReadableStream({ start: (given) => void (control = given) });
  await served((url) => url.includes("over=") ? answer(url) : new Response(body), async () => {
    loader.want(PAGE, `m=${value}`);
    await act({
      loader,
      hand,
      send: async (...messages) => {
        for (const one of messages) control?.enqueue(one);
        if (messages.at(-1) === END) control?.close();
        await taken();
        if (loader.answer.header) hand.serve(loader.answer);
        hand.heard();
      },
    });
    loader.close();
  });
}

Deno.test("let go at one of its values, the track's frame stays until the run is complete", async () => {
  await going(0.2, async ({ loader, hand, send }) => {
    hand.move({ m: 2 });
    equal(hand.release(), "m=0.2");
    await send(scene("http://here/?m=0.2"), about("step"), frames("step", [0, 1]));
    equal([over(hand), loader.state, loader.answer.lead?.count], ["m", "training", 2]);
    await send(frames("step", [2, 3]), END);
    equal([over(hand), step(hand), hand.settled()], ["step", 40, true]);
  });
});

Deno.test("where not just that value had arrived, until the run has a frame; the step of a link once it is complete", async () => {
  await going(0.2, async ({ loader, hand, send }) => {
    const track = loader.track("m");
    if (track) delete track.frames[2];
    hand.timeline.expect(10);
    hand.move({ m: 2 });
    hand.release();
    await send(scene("http://here/?m=0.2"));
    equal(over(hand), "m");
    await send(about("step"), frames("step", [0, 1, 2]));
    equal([over(hand), step(hand)], ["step", 20]);
    await send(frames("step", [3]), END);
    equal(step(hand), 10);
  });
});

Deno.test("a run that stopped is asked for again, in another language", async () => {
  const { loader, reached } = loading(({ state }) => state === "error");
  const stopped = (/** @type {string} */ url) => {
    const text = new URL(url).searchParams.get("lang");
    return new Response(
      new Blob([scene(url), about("step"), frames("step", [0]), message({ type: "trouble", text }), END]),
    );
  };
  await served(stopped, async () => {
    loader.want(PAGE, "m=0.4");
    await reached;
    equal([loader.answer.trouble, loader.answer.lead?.complete], ["en", false]);
    loader.want({ ...PAGE, lang: "zh" }, "m=0.4");
    await taken();
    equal(loader.answer.trouble, "zh");
    loader.close();
  });
});

Deno.test("what is cancelled keeps what has arrived, and can be asked for again", async () => {
  await going(0.2, async ({ loader, hand, send }) => {
    await send(scene("http://here/?m=0.2"), about("step"), frames("step", [0, 1]));
    loader.cancel();
    equal([loader.state, loader.answer.lead?.count, loader.filling()], ["cancelled", 2, []]);
    equal(over(hand), "step");
    await served(answer, async () => {
      loader.again();
      await taken(() => loader.state === "ready");
      equal([loader.state, loader.answer.lead?.count], ["ready", 4]);
    });
  });
});
