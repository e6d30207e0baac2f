// Every kind of picture is drawn from its record, and says so where it cannot be seen.

import { equal, ok } from "./assert.js";
import { canvasesIn, drawn, hooks, LOOK, texts } from "./page.js";
import { Pictures } from "../../lossviz/web/js/pictures/pictures.js";
import { FRAME, KINDS, PICTURES } from "./kinds.js";

for (const spec of PICTURES) {
  Deno.test(`"${spec.type}" is drawn from its record`, () => {
    const pictures = new Pictures(hooks());
    const text = new Proxy({}, { get: (_, name) => String(name) });
    pictures.update([{ grow: 1, pictures: [spec], alone: false, below: false }], text);
    pictures.draw(FRAME, { ...LOOK, view: "unit", show: "both" });
    const [canvas] = canvasesIn(pictures.node);
    if (canvas) {
      ok(drawn(canvas).some(({ name }) => ["fill", "stroke", "fillText", "drawImage"].includes(name)), "nothing drawn");
      ok(drawn(canvas).every(({ args }) => !args.some(Number.isNaN)), "NaN on the canvas");
      ok(canvas.getAttribute("aria-label")?.includes("what it shows"), "nothing said");
    } else ok(pictures.node.children.length > 0);
    pictures.close();
  });
}

Deno.test("what keys do is said, and only what takes keys can have the focus", () => {
  /** @type {Record<string, string[]>} */
  const wanted = {
    bars: ["keys_bars"],
    contour: ["keys_drag"],
    embedding: ["keys_points", "keys_zoom"],
    input: ["keys_points"],
    plane: ["keys_points", "keys_zoom"],
    sphere: ["keys_turn", "keys_pages"],
    surface: ["keys_turn"],
  };
  const text = new Proxy({}, { get: (_, name) => String(name) });
  for (const spec of PICTURES) {
    const pictures = new Pictures(hooks());
    pictures.update([{ grow: 1, pictures: [spec], alone: false, below: false }], text);
    const [canvas] = canvasesIn(pictures.node);
    if (!canvas || spec.type === "trials") continue;
    const words = canvas.getAttribute("aria-label").match(/keys_\w+/g) ?? [];
    equal(words, wanted[spec.type] ?? []);
    equal(canvas.getAttribute("tabindex"), words.length ? "0" : null);
    equal(canvas.getAttribute("role"), words.length ? "application" : "img");
  }
});

Deno.test("the names of a plane's classes are on its canvas", () => {
  const pictures = new Pictures(hooks());
  const spec = [KINDS.plane];
  pictures.update([{ grow: 1, pictures: spec, alone: false, below: false }], {});
  pictures.draw(FRAME, LOOK);
  const [canvas] = canvasesIn(pictures.node);
  for (const name of ["a", "b"]) ok(texts(canvas).includes(name), name);
});
