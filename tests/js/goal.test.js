// The goals of exercises: what a scene offers, when a frame meets one, and whether somebody has reached it.

import { equal, ok } from "./assert.js";
import { meets, offers, within } from "../../lossviz/web/js/state/goal.js";

const HEADER = {
  type: "scene",
  dear: [],
  sliders: ["M", "z1"],
  controls: [
    { kind: "choice", name: "c", label: "classes", options: [] },
    {
      kind: "slider",
      name: "M",
      key: "M",
      label: "margin",
      symbol: "m",
      values: [0, 0.1, 0.2],
      texts: ["0", "a", "b"],
    },
    { kind: "slider", name: "z1", key: "z", label: "class 1", symbol: "z₁", values: [0, 1], texts: ["0", "1"] },
    { kind: "slider", name: "step", timeline: true, values: [0], texts: ["0"] },
  ],
  rows: [{
    pictures: [
      { type: "plane", id: "disc", title: "Disc", regions: "polygons", vector_terms: ["w1", "w2"], names: [] },
      {
        type: "numbers",
        id: "n",
        cells: [{ name: "θ_y", value: "theta", format: "degrees" }, { name: "2", value: 2 }],
      },
      {
        type: "sphere",
        id: "ball",
        title: "Ball",
        names: ["7", "9"],
        vector_terms: ["w1", "w2"],
        faces: { mesh: "mesh", owner: "owner", odds: "odds" },
      },
    ],
  }],
};

/** @type {(change?: Record<string, any>) => any} */
const frame = (change = {}) => ({
  position: 0,
  values: new Float32Array([0.1, 1]),
  theta: new Float32Array([30]),
  polygons: new Float32Array([0, 0, 1, 0, NaN, NaN, NaN, NaN]),
  owner: new Float32Array([0, 1, 1]),
  odds: new Float32Array([-1, -1, 0.5]),
  shapes: { polygons: [2, 2, 2] },
  ...change,
});

const all = offers(HEADER);
/** @type {(goal: any, seen?: any) => boolean | null} */
const met = (goal, seen = frame()) => {
  const offer = all.find(({ about }) => about === goal.about);
  ok(offer);
  return meets({ reach: null, ...goal }, offer, seen);
};

Deno.test("a scene offers its sliders, its numbers and the regions of its pictures", () => {
  equal(all.map(({ about }) => about), ["M", "z1", "theta", "region", "ball"]);
  equal(all.map(({ label }) => label), ["margin m", "class 1 z₁", "θ_y", "Disc", "Ball"]);
});

Deno.test("a slider is at a value of its grid, or as near as is allowed", () => {
  ok(met({ about: "M", relation: "at", value: 0.1 }));
  ok(met({ about: "M", relation: "at", value: 0.14 }));
  ok(!met({ about: "M", relation: "at", value: 0.16 }));
  ok(!met({ about: "M", relation: "at", value: 0.2, reach: 0.05 }));
  ok(met({ about: "M", relation: "at", value: 0.2, reach: 0.1 }));
});

Deno.test("above and below include the value itself, in single precision too", () => {
  ok(met({ about: "M", relation: "above", value: 0.1 }));
  ok(met({ about: "M", relation: "below", value: 0.1 }));
  ok(!met({ about: "theta", relation: "above", value: 30.001 }));
});

Deno.test("a class without corners has no region, and one that keeps no face has none on a sphere", () => {
  ok(met({ about: "region", relation: "kept", value: 1 }));
  ok(met({ about: "region", relation: "gone", value: 2 }));
  // classes that are called by numbers keep them
  ok(met({ about: "ball", relation: "gone", value: 7 }));
  ok(met({ about: "ball", relation: "kept", value: 9 }));
});

Deno.test("what a frame does not have is not known", () => {
  equal(met({ about: "region", relation: "gone", value: 3 }), null);
  equal(met({ about: "theta", relation: "above", value: 0 }, frame({ theta: undefined })), null);
});

Deno.test("a goal is reachable along some slider, along none, or that is not known", () => {
  const goal = { about: "theta", relation: /** @type {const} */ ("above"), value: 40, reach: null };
  const offer = all.find(({ about }) => about === "theta");
  ok(offer);
  const far = frame({ theta: new Float32Array([41]) });
  equal(within(goal, offer, [[frame(), far]]), true);
  equal(within(goal, offer, [[frame()], null]), null);
  equal(within(goal, offer, [[frame()]]), false);
});

Deno.test("a goal is reached by who moves something, once, and not by what was there", async () => {
  Object.assign(globalThis, { location: { pathname: "/margin" } });
  const { pursuit } = await import("../../lossviz/web/js/state/pursuit.js");
  let news = 0;
  pursuit.addEventListener("news", () => news += 1);
  const goal = { about: "M", relation: /** @type {const} */ ("above"), value: 0.1, reach: null };
  pursuit.want(goal, "s");
  pursuit.want({ ...goal }, "s");
  equal(news, 1);
  pursuit.look(frame(), true);
  equal(pursuit.reached, false);
  pursuit.describe(HEADER);
  pursuit.look(frame(), false);
  equal(pursuit.reached, false);
  pursuit.look(frame({ values: new Float32Array([0, 1]) }), false);
  pursuit.look(frame(), false);
  equal([pursuit.reached, news], [true, 3]);
  pursuit.look(frame({ values: new Float32Array([0, 1]) }), true);
  equal([pursuit.reached, news], [true, 3]);
  pursuit.want({ ...goal, about: "nothing" }, "s");
  pursuit.describe(HEADER);
  equal([pursuit.offer, pursuit.reached], [null, false]);
});
