// Pictures as files: every kind is drawn by the pen that writes SVG, and the page shows what it showed before.

import { equal, ok } from "./assert.js";
import { canvasesIn, drawn, hooks, LOOK, PALETTE } from "./page.js";
import { FRAME, KINDS, PICTURES } from "./kinds.js";
import { Pictures } from "../../lossviz/web/js/pictures/pictures.js";
import { sketch } from "../../lossviz/web/js/drawing/sketch.js";
import { SvgPen } from "../../lossviz/web/js/drawing/svg_pen.js";
import { fileName, png, svg } from "../../lossviz/web/js/taking/files.js";
import { broken } from "../../lossviz/web/js/taking/lines.js";

const WORDS = ["formula", "listing", "prose", "sentence"];
const marks = (/** @type {any} */ canvas) => drawn(canvas).filter(({ name }) => name !== "measureText").length;
const text = new Proxy({}, { get: (_, name) => String(name) });
const VALUES = ["Scale s = 16", "step = 300"];

/**
 * The pictures of a record, drawn, and what is taken of them.
 * @param {import("../../lossviz/web/js/pictures/records.d.ts").Picture} spec
 * @param {Partial<import("../../lossviz/web/js/drawing/canvas.js").Look>} look
 */
function shown(spec, look = {}) {
  const pictures = new Pictures(hooks());
  pictures.update([{ grow: 1, pictures: [{ ...spec, title: "A <title> & more" }], alone: false, below: false }], text);
  pictures.draw(FRAME, { ...LOOK, view: "unit", show: "both", ...look });
  const found = pictures.taken(spec.id);
  return { pictures, taken: found && { ...found, ...LOOK.type, values: VALUES } };
}

for (const spec of PICTURES) {
  for (const shape of /** @type {const} */ (["slide", "own"])) {
    Deno.test(`"${spec.type}" is written as SVG, ${shape}`, async () => {
      const { pictures, taken } = shown(spec);
      equal(taken === null, WORDS.includes(spec.type));
      if (!taken) return pictures.close();
      const [canvas] = canvasesIn(pictures.node);
      const before = canvas && marks(canvas);
      const file = await svg(taken, shape, { ...PALETTE, mode: "dark" }).text();
      ok(/^<svg [^>]*width="\d+" height="\d+"/.test(file), file.slice(0, 200));
      ok(!/NaN|undefined|null|Infinity/.test(file), file.match(/.{60}(NaN|undefined|null|Infinity)/)?.[0]);
      // balanced, and nothing of what people wrote is markup
      equal(file.match(/<g[ >]/g)?.length ?? 0, file.match(/<\/g>/g)?.length ?? 0);
      ok(file.includes("A &lt;title&gt; &amp; more"), "no title");
      ok(file.includes("Scale s = 16"), "no values");
      ok((file.match(/<(path|text|image|use) /g)?.length ?? 0) > 4, "nothing drawn");
      if (shape === "slide") ok(file.includes('width="1920" height="1080"'));
      // the same is drawn again on the page, in its own size and colours
      equal(canvas && marks(canvas), before);
      equal(pictures.taken(spec.id)?.look, taken.look);
      pictures.close();
    });
  }

  Deno.test(`"${spec.type}" is drawn as PNG`, async () => {
    const { pictures, taken } = shown(spec);
    if (taken) equal((await png(taken, "slide", PALETTE)).type, "image/png");
    pictures.close();
  });
}

Deno.test("an embedding's points stay shapes, and its signs are explained", async () => {
  const { pictures, taken } = shown(KINDS.embedding);
  const file = taken && await svg(taken, "slide", PALETTE).text();
  equal(file?.match(/<use /g)?.length, 2);
  for (const word of ["legend_region", "legend_margin", "legend_wrong"]) ok(file?.includes(word), word);
  pictures.close();
});

/** @type {(pen: SvgPen) => any} */
const any = (pen) => pen;

Deno.test("a pen that writes SVG knows what is turned, cut and dashed", () => {
  const pen = new SvgPen(100, 50, () => "data:,");
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, 10, 10);
  pen.clip();
  pen.translate(10, 20);
  pen.scale(2, 2);
  pen.setLineDash([3, 1]);
  pen.stroke(sketch([[0, 0, 5, 5]]));
  pen.restore();
  pen.beginPath();
  pen.arc(50, 25, 10, 0, 2 * Math.PI);
  pen.fill();
  const { file } = pen;
  ok(file.includes('<clipPath id="clip0"><path d="M0 0L10 0L10 10L0 10Z"/></clipPath>'), file);
  ok(
    /<g clip-path="url\(#clip0\)">\s*<path d="M10 20L20 30"[^>]*stroke-width="2"[^>]*dasharray="6 2"/.test(file),
    file,
  );
  // a full circle, in pieces; what was cut is closed before it
  ok(/<\/g>\s*<path d="M60 25A10 10 0 0 1 [^"]*A10 10 0 0 1 60 25"/.test(file), file);
});

Deno.test("an arc goes the way that a canvas's goes", () => {
  const pen = new SvgPen(10, 10, () => "");
  pen.beginPath();
  pen.arc(0, 0, 1, 0, -Math.PI / 2, true);
  pen.stroke();
  ok(pen.file.includes("M1 0A1 1 0 0 0 0 -1"), pen.file);
});

Deno.test("what a pen does not know fails, and is not drawn otherwise", () => {
  const pen = any(new SvgPen(10, 10, () => ""));
  let failed = 0;
  for (
    const act of [() => pen.bezierCurveTo(0, 0, 1, 1, 2, 2), () => (pen.shadowBlur = 3), () => (pen.filter = "blur")]
  ) {
    try {
      act();
    } catch {
      failed += 1;
    }
  }
  equal(failed, 3);
});

Deno.test("names out of a table do not break the file, nor its name", () => {
  const pen = new SvgPen(10, 10, () => "");
  pen.fillText('<script>"&\u0000\ud800\u202e', 1, 2);
  ok(pen.file.includes(">&lt;script&gt;&quot;&amp;\u202e<"), pen.file);
  equal(fileName("Circle, seen from above"), "lossviz-Circle-seen-from-above");
  equal(fileName("../../etc/passwd\u0000"), "lossviz-etc-passwd");
  equal(fileName("圆，从上面看"), "lossviz-圆-从上面看");
  ok(fileName("x".repeat(10_000)).length < 100);
});

Deno.test("words are broken between words, Chinese ones anywhere but before what closes", () => {
  const wide = (/** @type {string} */ words) => words.length;
  equal(broken("one two three", 7, wide), ["one two", "three"]);
  equal(broken("圆盘里的类别，", 6, wide), ["圆盘里的类", "别，"]);
  equal(broken("", 5, wide), []);
  equal(broken("incomprehensible", 3, wide), ["incomprehensible"]);
});
