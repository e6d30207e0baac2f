// The wire protocol: messages, however the network cuts them, and the frames they carry.

import { equal, ok, thrown } from "./assert.js";
import { message, served } from "./server.js";
import { Refusal, refusalOf } from "../../lossviz/web/js/wire/asking.js";
import { messages, readMessages } from "../../lossviz/web/js/wire/messages.js";
import { Track } from "../../lossviz/web/js/wire/track.js";

const ABOUT = {
  over: "s",
  values: [1, 2, 4],
  columns: { numbers: ["loss", "accuracy"] },
  gathered: { extents: "extent" },
};
const META = message({ type: "track", over: ["s"], about: ABOUT }, {
  labels: { dtype: "u2", shape: [3], values: [0, 1, 65535] },
});
// two frames: positions 2 and 0; dir of one frame each, points the same in both, polygons of 1 and 2 pieces
const FRAMES = message({ type: "track", over: ["s"], positions: [2, 0] }, {
  dir: { dtype: "i2", shape: [2, 2], values: [100, -200, 300, 400], scale: 0.01 },
  fixed: { dtype: "f4", shape: [1, 2], values: [7, 8] },
  numbers: { dtype: "f4", shape: [2, 2], values: [1, 2, 3, 4] },
  extent: { dtype: "f4", shape: [2, 1], values: [1.5, 0.5] },
  polys: { dtype: "f4", shape: [5, 2], values: [0, 0, 1, 0, 2, 2, 3, 3, 4, 4] },
  polys_info: { dtype: "i4", shape: [3, 3], values: [0, 1, 0, 1, 2, 2, 0, 0, 4] },
  polys_start: { dtype: "i4", shape: [3], values: [0, 1, 3] },
  sectors: { dtype: "f4", shape: [2, 4], values: [0, 1, 0.5, 1.5, 1, 0, 2, 3] },
  sectors_start: { dtype: "i4", shape: [3], values: [0, 2, 2] },
});
const END = message({ type: "end" });

/** @param {Uint8Array<ArrayBuffer>[]} pieces */
async function read(pieces) {
  const found = [];
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  for await (const one of messages(body)) found.push(one);
  return found;
}

/** @param {Uint8Array<ArrayBuffer>[]} parts */
function joined(...parts) {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const ALL = joined(META, FRAMES, END);

Deno.test("a message is the same at whichever byte it is cut", async () => {
  const whole = await read([ALL]);
  equal(whole.map(({ header }) => header.type), ["track", "track", "end"]);
  for (let at = 1; at < ALL.length; at += 1) equal(await read([ALL.slice(0, at), ALL.slice(at)]), whole);
});

Deno.test("also byte by byte, and with empty pieces between", async () => {
  const bytes = [...ALL].flatMap((byte) => [new Uint8Array([byte]), new Uint8Array(0)]);
  equal(await read(bytes), await read([ALL]));
});

Deno.test("scaled numbers are numbers again, others keep their type", async () => {
  const [, { arrays }] = await read([ALL]);
  equal(arrays.dir, { data: Float32Array.of(1, -2, 3, 4), shape: [2, 2] });
  equal(arrays.polys_start.data, Int32Array.of(0, 1, 3));
});

Deno.test("a message that has not come whole is none", async () => {
  equal((await read([joined(META, FRAMES.slice(0, -1))])).length, 1);
  equal(await read([META.slice(0, 3)]), []);
});

/** @param {Uint8Array<ArrayBuffer>[]} parts */
async function tracked(...parts) {
  const track = new Track("key");
  for (const one of await read([joined(...parts)])) track.add(one);
  return track;
}

Deno.test("a track holds the frames that have arrived, by position", async () => {
  const track = await tracked(META, FRAMES, END);
  equal([track.total, track.count, track.latest, track.complete], [3, 2, 2, true]);
  equal(track.meta?.labels, Uint16Array.of(0, 1, 65535));
  equal(track.frames[2].dir, Float32Array.of(1, -2));
  equal(track.frames[0].dir, Float32Array.of(3, 4));
  equal(track.frames[0].fixed, track.frames[2].fixed);
  equal([0, 1, 2].map((at) => track.nearest(at)?.position), [0, 0, 2]);
  equal(new Track("empty").nearest(0), null);
});

Deno.test("a frame has what its track has, and each column of a matrix by its name", async () => {
  const { frames } = await tracked(META, FRAMES);
  equal([frames[0].labels, frames[0].shapes.labels], [Uint16Array.of(0, 1, 65535), [3]]);
  equal([frames[0].loss, frames[0].accuracy], [Float32Array.of(3), Float32Array.of(4)]);
  equal(frames[2].shapes.accuracy, [1]);
});

Deno.test("sizes that were sent as logarithms are sizes again, with their signs", async () => {
  const code = { zero: 128, steps: 127, least: 1e-5 };
  const about = message({ type: "track", over: ["step"], about: { steps: [0], coded: { lead: code } } });
  const values = [255, 128, 1, 129];
  const frames = message({ type: "track", over: ["step"], positions: [0] }, {
    lead: { dtype: "u1", shape: [1, 4], values },
  });
  const track = await tracked(about, frames);
  const { lead } = track.frames[0];
  ok(lead === track.frames[0].lead);
  equal([lead[0], lead[1], lead[2]], [1, 0, -1]);
  // the first step is ε (exp(ln(1 + 1/ε)/127) − 1)
  ok(Math.abs(lead[3] / (1e-5 * Math.expm1(Math.log1p(1e5) / 127)) - 1) < 1e-4);
});

Deno.test("a number of each frame is gathered along the track as it grows, also where it is read again", async () => {
  const [about, both] = await read([joined(META, FRAMES)]);
  const track = new Track("key");
  track.add(about);
  track.add({ ...both, header: { ...both.header, positions: [2] } });
  const early = track.frames[2];
  equal(early.extents, Float32Array.of(NaN, NaN, 1.5));
  track.add(both);
  equal([early.extents, track.frames[0].extents], Array(2).fill(Float32Array.of(0.5, NaN, 1.5)));
  track.add(about);
  equal(early.extents, Float32Array.of(0.5, NaN, 1.5));
});

Deno.test("ragged rows belong to their frame", async () => {
  const { frames } = await tracked(META, FRAMES);
  equal(frames[2].polys, [{ kind: 0, cls: 1, rival: -1, points: Float32Array.of(0, 0, 1, 0) }]);
  equal(frames[0].polys, [
    { kind: 1, cls: 2, rival: -1, points: Float32Array.of(2, 2, 3, 3) },
    { kind: 0, cls: 0, rival: -1, points: Float32Array.of(4, 4) },
  ]);
  equal(frames[2].sectors?.map(({ kind, cls, end }) => [kind, cls, end]), [[0, 1, 1.5], [1, 0, 3]]);
  equal(frames[0].sectors, []);
});

Deno.test("a run that failed has an end, and is not complete", async () => {
  const track = await tracked(META, message({ type: "trouble", code: "nan", text: "NaN at step 3" }), END);
  equal([track.trouble?.text, track.complete], ["NaN at step 3", false]);
});

const { signal } = new AbortController();

Deno.test("a track that comes whole gives each of its frames, and the same object for the same one", async () => {
  const arrays = { loss: { dtype: /** @type {"f4"} */ ("f4"), shape: [4, 1], values: [1, 2, 3, 4] } };
  const track = new Track("key");
  for (const one of await read([message({ type: "track", over: ["a", "b"], counts: [2, 2] }, arrays)])) track.add(one);
  equal([track.total, track.count, track.over, track.at(4)], [4, 4, ["a", "b"], undefined]);
  equal([track.at(3)?.loss, track.at(3)?.shapes.loss], [Float32Array.of(4), [1]]);
  ok(track.at(1) === track.at(1));
  equal(track.along("loss"), Float32Array.of(1, 2, 3, 4));
});

/** Read all there is. */
async function drain() {
  for await (const _ of readMessages("http://here/run", signal));
}

Deno.test("a line that breaks before the end is no answer", async () => {
  await served(() => new Response(joined(META, FRAMES)), async () => {
    const problem = await thrown(drain);
    ok(!(problem instanceof Refusal));
    equal(refusalOf(problem).status, 0);
  });
});

/** @type {[string, () => Response, number, number, number][]} */
const REFUSED = [
  ["full", () => new Response('{"place": 3}', { status: 503, headers: { "Retry-After": "7" } }), 503, 3, 7],
  ["full, in no words", () => new Response("busy", { status: 503 }), 503, 0, 1],
  ["unknown", () => new Response("no", { status: 404 }), 404, 0, 0],
  ["full after it began", () => new Response(message({ type: "trouble", code: "busy", seconds: 2 })), 503, 0, 2],
  ["a table that is gone", () => new Response(message({ type: "trouble", code: "gone" })), 410, 0, 0],
];

for (const [name, response, ...wanted] of REFUSED) {
  Deno.test(`a server that refuses (${name}) says so with a status`, async () => {
    await served(response, async () => {
      const { status, place, seconds } = refusalOf(await thrown(drain));
      equal([status, place, seconds], wanted);
    });
  });
}
