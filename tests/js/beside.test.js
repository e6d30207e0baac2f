// What a view shows beside a run: which of its tracks are fetched, in which order, and which of their frames are shown.

import { equal, ok } from "./assert.js";
import { message, served } from "./server.js";
import { Beside, joined } from "../../lossviz/web/js/state/beside.js";
import { Loader } from "../../lossviz/web/js/wire/loader.js";

const PAGE = { base: "http://here/", lesson: "playground", scene: "playground", lang: "en" };
const STEPS = [0, 5, 9];
const GRID = [0.1, 0.3];
const POINTS = 3;
const END = message({ type: "end" });

/**
 * A track over the step, or over m; `plane`: of what is beside it.
 * @param {string} over
 * @param {boolean} plane
 * @param {number} points
 */
function track(over, plane, points = POINTS) {
  const values = over === "step" ? STEPS : GRID;
  const along = over === "step" ? { steps: STEPS } : { steps: STEPS, values: GRID };
  const [name, size] = plane ? ["at", 2] : ["labels", 1];
  const about = message({ type: "track", over: [over], about: { over, ...along } }, {
    [name]: { dtype: "f4", shape: [points, size], values: Array(points * size).fill(0) },
  });
  const frames = message({ type: "track", over: [over], positions: values.map((_, k) => k) }, {
    [plane ? "cls" : "loss"]: { dtype: "u1", shape: [values.length, 1], values: values.map((_, k) => k) },
  });
  return new Blob([about, frames, END]);
}

/** @param {string} query */
function scene(query) {
  const m = Number(new URLSearchParams(query).get("m"));
  return message({
    type: "scene",
    query: `m=${m}`,
    controls: [{ kind: "slider", name: "m", key: "m", place: null, values: GRID, index: GRID.indexOf(m) }],
    sliders: ["m"],
    dear: ["m"],
    timeline: "step",
    beside: { view: "input", over: ["step", "m"], arrays: ["at", "cls"] },
  });
}

/**
 * With a server that notes what it is asked, and may refuse or hold it.
 * @param {(asked: string[], loader: Loader, beside: Beside) => Promise<void>} act
 * @param {(what: string) => Response | Promise<Response> | null} other
 */
async function seen(act, other = () => null) {
  /** @type {string[]} */
  const asked = [];
  await served((url) => {
    const { pathname, searchParams } = new URL(url);
    const over = searchParams.get("over");
    const plane = searchParams.get("view") === "input";
    const what = over ? `${plane ? "plane " : ""}${over}` : "scene";
    asked.push(what);
    const instead = other(what);
    if (instead) return instead;
    if (pathname.endsWith("/track")) return new Response(track(over ?? "", plane));
    return new Response(new Blob([scene(url.split("?")[1]), track("step", false)]));
  }, async () => {
    const loader = new Loader(() => {});
    await act(asked, loader, new Beside());
    loader.close();
  });
}

const moment = () => new Promise((done) => setTimeout(done, 30));

/** @type {(loader: Loader, beside: Beside, position: number) => any} */
function run(loader, beside, position) {
  const { lead } = loader.answer;
  if (!lead) throw new Error("no run");
  return beside.find(loader, lead, lead.frames[position]);
}

/** @type {(loader: Loader, beside: Beside, position: number) => any} */
function sweep(loader, beside, position) {
  const dear = loader.track("m");
  if (!dear) throw new Error("no sweep");
  return beside.find(loader, dear, dear.frames[position]);
}

Deno.test("nothing is asked for beside a run that nobody looks at", async () => {
  await seen(async (asked, loader) => {
    loader.want(PAGE, "m=0.3");
    await moment();
    equal(asked, ["scene", "m"]);
  });
});

Deno.test("the run comes first, what is beside the sweeps when those are here, and each once", async () => {
  await seen(async (asked, loader, beside) => {
    loader.look("input");
    loader.want(PAGE, "m=0.3");
    await moment();
    equal(new Set(asked.slice(1, 3)), new Set(["m", "plane step"]));
    equal(asked[3], "plane m");
    equal(loader.filling(), []);
    for (const [found, cls] of [[run(loader, beside, 1), 1], [sweep(loader, beside, 0), 0]]) {
      equal([found.plane, [...found.frame.cls]], ["exact", [cls]]);
    }
    loader.look(null);
    loader.look("input");
    await moment();
    equal(asked.length, 4);
  });
});

Deno.test("a slider in hand has what is beside it at once", async () => {
  /** @type {(one: Response) => void} */
  let arrive = () => {};
  const held = new Promise((done) => arrive = done);
  await seen(async (asked, loader) => {
    loader.look("input");
    loader.want(PAGE, "m=0.3");
    await moment();
    equal(asked.includes("plane m"), false);
    loader.touch("m");
    await moment();
    equal(asked.includes("plane m"), true);
    arrive(new Response(track("step", true)));
    await moment();
  }, (what) => what === "plane step" ? /** @type {Promise<Response>} */ (held) : null);
});

Deno.test("until the new one is here what was there stays, as another one's, unless its points are others", async () => {
  let [planes, points] = [0, POINTS];
  await seen(async (_, loader, beside) => {
    loader.look("input");
    loader.want(PAGE, "m=0.3");
    await moment();
    const before = run(loader, beside, 2);
    equal(before.plane, "exact");
    loader.want(PAGE, "m=0.1");
    await moment();
    equal([run(loader, beside, 2).plane, run(loader, beside, 2).frame === before.frame], ["coming", true]);
    points += 1;
    loader.want(PAGE, "m=0.3&seed=1");
    await moment();
    equal([run(loader, beside, 2).plane, run(loader, beside, 2).frame], ["coming", null]);
  }, (what) => {
    if (what === "scene" && points > POINTS) {
      return new Response(new Blob([scene("m=0.3"), track("step", false, points)]));
    }
    if (!what.startsWith("plane")) return null;
    planes += 1;
    return planes > 2 ? new Promise(() => {}) : null;
  });
});

Deno.test("what the server refuses is given up, and asked for again when the view is chosen again", async () => {
  await seen(async (asked, loader, beside) => {
    loader.look("input");
    loader.want(PAGE, "m=0.3");
    await moment();
    equal(run(loader, beside, 0).plane, "lost");
    const count = asked.filter((what) => what === "plane step").length;
    equal(count, 1);
    loader.look("input");
    await moment();
    equal(asked.filter((what) => what === "plane step").length, 1);
    loader.look("input", true);
    await moment();
    equal(asked.filter((what) => what === "plane step").length, 2);
  }, (what) => what.startsWith("plane") ? new Response("no", { status: 400 }) : null);
});

Deno.test("a frame has what is beside it, and is otherwise as before", () => {
  const frame = /** @type {any} */ ({ position: 1, loss: [1], shapes: { loss: [1] } });
  const other = /** @type {any} */ ({ cls: [7], shapes: { cls: [1] } });
  const mixed = joined(frame, { track: /** @type {any} */ ({ meta: { at: [0, 0] } }), frame: other, plane: "exact" }, [
    "at",
    "cls",
  ]);
  equal([mixed.position, mixed.loss, mixed.at, mixed.cls, mixed.shapes.cls], [1, [1], [0, 0], [7], [1]]);
  ok(!("cls" in frame));
});
