// The state of a scene: its query, the tracks of its sliders, and what is in hand.

import { equal, ok, thrown } from "./assert.js";
import { message } from "./server.js";
import { Hand } from "../../lossviz/web/js/state/hand.js";
import { parted, whole, write } from "../../lossviz/web/js/state/query.js";
import { Answer } from "../../lossviz/web/js/wire/answer.js";
import { Loader } from "../../lossviz/web/js/wire/loader.js";
import { messages } from "../../lossviz/web/js/wire/messages.js";
import { Looks } from "../../lossviz/web/js/state/looks.js";

const SLIDERS = [
  { kind: "slider", name: "z0", key: "z", place: 0, values: [0, 1, 2], index: 1 },
  { kind: "slider", name: "z1", key: "z", place: 1, values: [0, 1, 2], index: 0 },
  { kind: "slider", name: "t", key: "t", place: null, values: [0.1, 0.5, 2.5, 10], index: 1 },
];

Deno.test("sliders of one key are one list, and other keys stay where they are", () => {
  const values = new Map([["z0", 1.5], ["z1", -2], ["t", 0.1234567]]);
  equal(write("c=1&z=0_0&lang=a=b", SLIDERS, values), "c=1&z=1.5_-2&lang=a=b&t=0.123457");
  equal(write("", SLIDERS.slice(2), new Map([["t", -0]])), "t=0");
});

Deno.test("a value that goes without saying is left out, and every digit of another is said", () => {
  const sliders = [{ name: "s", key: "s", default: 16 }, { name: "m", key: "m", default: 0.3 }];
  equal(write("dim=3&m=0.5&seed=1", sliders, new Map([["s", 2 ** 4.75], ["m", 0.3]])), `dim=3&seed=1&s=${2 ** 4.75}`);
});

Deno.test("how a state is looked at is no part of it", () => {
  const [state, looks] = parted("m=0.5&view=raw&at=20", ["view", "at"]);
  equal([state, [...looks]], ["m=0.5", [["view", "raw"], ["at", "20"]]]);
  equal([whole(state, looks), whole("", looks), whole(state, new Map())], [
    "m=0.5&view=raw&at=20",
    "view=raw&at=20",
    "m=0.5",
  ]);
});

Deno.test("a slider without a value makes no address", async () => {
  const problem = await thrown(async () => await write("", SLIDERS, new Map()));
  ok(problem instanceof RangeError);
});

/**
 * An answer with the state z = (1, 0), t = 0.5, a track over z0, and one over both z.
 * @param {number[]} grid of t
 */
async function answered(grid = SLIDERS[2].values, query = "z=1_0&t=0.5") {
  const answer = new Answer(query);
  const controls = [...SLIDERS.slice(0, 2), { ...SLIDERS[2], values: grid }, { kind: "choice", name: "c", key: "c" }];
  const track = (/** @type {string[]} */ over, /** @type {number[]} */ counts, /** @type {number[]} */ loss) =>
    message({ type: "track", over, counts }, {
      loss: { dtype: "f4", shape: [loss.length], values: loss },
      values: { dtype: "f4", shape: [loss.length, 3], values: loss.flatMap(() => [1, 0, 0.5]) },
    });
  const body = new Blob([
    message({ type: "scene", query, controls, sliders: ["z0", "z1", "t"] }),
    message({ type: "frame" }, {
      loss: { dtype: "f4", shape: [1], values: [5] },
      values: { dtype: "f4", shape: [1, 3], values: [1, 0, 0.5] },
      still: { dtype: "f4", shape: [1, 2], values: [8, 9] },
    }),
    track(["z0", "z1"], [3, 3], [0, 1, 2, 10, 11, 12, 20, 21, 22]),
    track(["z0"], [3], [100, 101, 102]),
    track(["t"], [grid.length], grid.map((_, at) => 50 + at)),
    message({ type: "end" }),
  ]).stream();
  for await (const one of messages(body)) answer.add(one);
  ok(answer.complete && !answer.trouble);
  return answer;
}

Deno.test("an answer knows where its sliders stand", async () => {
  const answer = await answered();
  equal(answer.positions(answer.frame), new Map([["z0", 1], ["z1", 0], ["t", 1]]));
  equal(answer.values(answer.frame), new Map([["z0", 1], ["z1", 0], ["t", 0.5]]));
  equal([answer.value("t", 3), answer.nearest("t", 1.4), answer.nearest("t", 99)], [10, 1, 3]);
  equal(answer.sliders.map(({ name }) => name), ["z0", "z1", "t"]);
});

Deno.test("the smallest track that has the sliders in hand serves, row by row", async () => {
  const answer = await answered();
  equal(answer.look({ z0: 2 })?.loss[0], 102);
  equal(answer.look({ z0: 2, z1: 1 })?.loss[0], 21);
  // one alone of two: the other stays at the state
  equal(answer.look({ z1: 2 })?.loss[0], 12);
  equal(answer.look({ z0: 1, t: 2 }), null);
  equal(answer.along(["t"], "loss"), Float32Array.of(50, 51, 52, 53));
  equal(answer.along(["t"], "still"), null);
});

Deno.test("what does not change along a track is the state's, and the same frame is the same object", async () => {
  const answer = await answered();
  const frame = answer.look({ z0: 2 });
  ok(frame?.still === answer.frame?.still);
  ok(answer.look({ z0: 2 }) === frame);
  ok(answer.look({ z0: 1 }) !== frame);
  equal(frame?.shapes.still, [2]);
});

/** @param {Answer} answer */
function holding(answer) {
  const hand = new Hand(new Loader(() => {}));
  hand.serve(answer);
  return hand;
}

Deno.test("letting go elsewhere leads to a query, letting go at the start leads nowhere", async () => {
  const answer = await answered();
  const hand = holding(answer);
  hand.move({ t: 2 });
  ok(hand.holds("t") && !hand.holds("z0"));
  equal(hand.frame()?.loss[0], 52);
  hand.move({ t: 1 });
  equal(hand.release(), null);
  equal(hand.frame()?.loss[0], 5);
  hand.move({ t: 3 });
  equal(hand.release(), "z=1_0&t=10");
  // it is drawn where it was let go until the answer is here
  equal(hand.frame()?.loss[0], 53);
  equal(hand.names, []);
});

Deno.test("a second drag, before the answer to the first has come, keeps what the first has changed", async () => {
  const hand = holding(await answered());
  hand.move({ t: 3 });
  hand.release();
  hand.move({ z0: 2 });
  equal(hand.release(), "z=2_0&t=10");
});

Deno.test("a new answer carries what is in hand to its own grid", async () => {
  const hand = holding(await answered());
  hand.move({ t: 2 });
  hand.serve(await answered([0.5, 1, 2, 3, 4]));
  // 2.5 lies between 2 and 3
  equal(hand.moved, { t: 2 });
  equal(hand.release(), "z=1_0&t=2");
});

Deno.test("what cannot be shown is forgotten", async () => {
  const hand = holding(await answered());
  hand.move({ t: 3 });
  hand.release();
  hand.forget();
  equal(hand.frame()?.loss[0], 5);
  hand.move({ z0: 0 });
  equal(hand.release(), "z=0_0&t=0.5");
});

const LOOKS = [
  {
    key: "view",
    label: "view",
    usual: "unit",
    ways: [{ value: "unit", text: "circle", large: "a" }, { value: "input", text: "inputs", large: "b" }],
  },
  { key: "show", label: "points", usual: "train", ways: [{ value: "train", text: "1" }, { value: "test", text: "2" }] },
];

Deno.test("how a state is looked at is told where the address has it, and is as usual where it says nothing of use", () => {
  const looks = new Looks();
  looks.offer(LOOKS);
  looks.follow(new Map([["view", "nonsense"], ["at", "5"]]), ["view", "at"]);
  equal([looks.now, looks.large], [{ view: "unit", show: "train" }, "a"]);
  equal(looks.choose("view", 1), true);
  equal(looks.choose("view", 1), false);
  // the page alone knows which points are shown, also where another address comes
  equal(looks.choose("show", 1), false);
  equal([...looks.told], [["view", "input"], ["at", "5"]]);
  equal([looks.now, looks.large], [{ view: "input", show: "test" }, "b"]);
  equal(looks.choices.map(({ name, options }) => [name, options.map(({ chosen }) => chosen)]), [
    ["view", [false, true]],
    ["show", [false, true]],
  ]);
  looks.follow(new Map(), ["view", "at"]);
  equal([looks.now, [...looks.told]], [{ view: "unit", show: "test" }, []]);
  // what goes without saying is not said
  looks.choose("view", 1);
  equal(looks.choose("view", 0), true);
  equal([...looks.told], []);
  equal(looks.choose("nowhere", 0), false);
});
