// Sections of the share dialog: the numbers of a run as files, its loss as programs.

import { equal, ok } from "./assert.js";
import { happen } from "./page.js";
import { CodeSection } from "../../lossviz/web/js/frame/sharing/code.js";
import { DataSection } from "../../lossviz/web/js/frame/sharing/data.js";
import { takeAddress } from "../../lossviz/web/js/frame/sharing/take_address.js";

const text = new Proxy({}, { get: (_, name) => String(name) });
const WHERE = { base: "/", lesson: "playground", query: "loss=hinge&at=12", lang: "zh", text };
const SNIPPETS = [
  { target: "lossviz", code: "import lossviz", note: "ours" },
  { target: "torch", code: "import torch", note: "theirs" },
  { target: "pml", code: "", note: "it has none" },
];

/**
 * Do `act` while the server answers as `answer` says; the addresses that were asked for.
 * @param {() => Response} answer
 * @param {() => Promise<void> | void} act
 */
async function served(answer, act) {
  const own = globalThis.fetch;
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = (/** @type {any} */ url) => {
    asked.push(String(url));
    return Promise.resolve(answer());
  };
  try {
    await act();
    await new Promise((done) => setTimeout(done, 20));
  } finally {
    globalThis.fetch = own;
  }
  return asked;
}

/** @param {any} section */
const open = (section) => {
  section.node.open = true;
  happen(section.node, "toggle");
};

Deno.test("a file of a run is that of its settings, and a table that of the step that is looked at", () => {
  equal(takeAddress(WHERE, "csv"), "/lossviz/take?what=csv&lang=zh&loss=hinge&at=12");
  equal(takeAddress(WHERE, "npz"), "/lossviz/take?what=npz&lang=zh&loss=hinge");
  const shown = { query: "m=0.4", looks: new Map([["at", "7"], ["view", "raw"]]) };
  equal(takeAddress({ ...WHERE, shown }, "csv"), "/lossviz/take?what=csv&lang=zh&m=0.4&at=7");
  equal(takeAddress({ ...WHERE, query: "" }, "snippet", "torch"), "/lossviz/take?what=snippet&lang=zh&target=torch");
  equal(takeAddress({ ...WHERE, lesson: "softmax" }, "csv"), "");
});

Deno.test("programs are fetched when they are looked at, once, and anew for other settings", async () => {
  const section = new CodeSection();
  const asked = await served(() => Response.json({ snippets: SNIPPETS }), async () => {
    section.update(WHERE);
    open(section);
    await new Promise((done) => setTimeout(done, 10));
    section.update(WHERE);
    section.update({ ...WHERE, query: "loss=arcface" });
  });
  equal(asked.length, 2);
  equal(section.code.textContent, "import lossviz");
  section.choose(1);
  equal([section.code.textContent, section.note.textContent], ["import torch", "theirs"]);
  ok(section.file.getAttribute("href")?.includes("target=torch"));
  // where a library has no such loss there is a sentence, and nothing to copy
  section.choose(2);
  equal(section.note.textContent, "it has none");
  ok(section.shown.hasAttribute("hidden") && section.copy.hasAttribute("hidden"));
  ok(section.notebook.getAttribute("href")?.includes("what=notebook"));
  section.close();
});

Deno.test("a closed section asks nothing, and one of a lesson is hidden", async () => {
  const [code, data] = [new CodeSection(), new DataSection()];
  const asked = await served(() => new Response(), () => {
    code.update(WHERE);
    for (const section of [code, data]) section.update({ ...WHERE, lesson: "softmax" });
    return data.take("csv");
  });
  equal(asked, []);
  ok(code.node.hasAttribute("hidden") && data.node.hasAttribute("hidden"));
});

Deno.test("what went wrong is said: a table that is gone, a server that does not answer", async () => {
  const section = new DataSection();
  section.update(WHERE);
  await served(() => new Response("", { status: 410 }), () => section.take("npz"));
  equal(section.said.textContent, "take_gone");
  await served(() => new Response("", { status: 500 }), () => section.take("npz"));
  equal(section.said.textContent, "take_lost");
  const code = new CodeSection();
  code.update(WHERE);
  const asked = await served(() => new Response("", { status: 500 }), () => open(code));
  equal([asked.length, code.said.textContent], [1, "take_lost"]);
  section.close();
  code.close();
});
