// "Standalone page": asks for the file, says how far it is, and hands it over.

import { equal, ok } from "./assert.js";
import "./page.js";
import { message, served } from "./server.js";
import { FileSection } from "../../lossviz/web/js/frame/sharing/file.js";

const TEXT = {
  file_title: "Page",
  file_about: "A file.",
  file_make: "Make",
  file_cancel: "Cancel",
  file_begins: "Making",
  file_share: "Making: {percent} %",
  file_waits: "Place {place}",
  file_failed: "Failed",
  file_done: "{name}, {size} MB",
};
const WHERE = {
  base: "/base/",
  lesson: "margin",
  scene: "shapes",
  query: "margin=0.3",
  lang: "en",
  theme: "dark",
  text: TEXT,
};

/**
 * While `act` goes on, the files that the browser is given.
 * @param {() => Promise<void>} act
 */
async function saved(act) {
  /** @type {Blob[]} */
  const files = [];
  const before = URL.createObjectURL;
  URL.createObjectURL = (/** @type {any} */ blob) => `blob:${files.push(blob)}`;
  try {
    await act();
  } finally {
    URL.createObjectURL = before;
  }
  return files;
}

/** @param {() => boolean} there */
async function until(there) {
  for (let tries = 0; tries < 200 && !there(); tries += 1) await new Promise((done) => setTimeout(done, 5));
  ok(there(), "it did not come");
}

Deno.test({
  name: "the file is asked for as it is shown, and handed over under its name",
  // the address of the file is let go after a minute
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const section = new FileSection();
    section.update(WHERE);
    equal(section.button.textContent, "Make");
    const html = [..."<!doctype html>"].map((sign) => sign.charCodeAt(0));
    const answer = [
      message({ type: "progress", done: 1, total: 4 }),
      message({ type: "file", name: "lossviz-margin-shapes.html" }, {
        html: { dtype: "u1", shape: [html.length], values: html },
      }),
      message({ type: "end" }),
    ];
    const files = await saved(async () => {
      const asked = await served(() => new Response(new Blob(answer)), async () => {
        section.button.click();
        equal(section.button.textContent, "Cancel");
        await until(() => section.button.textContent === "Make");
      });
      const { pathname, searchParams } = new URL(asked[0], "http://here");
      equal(pathname, "/base/lossviz/file");
      equal(Object.fromEntries(searchParams), {
        lesson: "margin",
        scene: "shapes",
        lang: "en",
        theme: "dark",
        as: "messages",
        margin: "0.3",
      });
    });
    equal(section.said.textContent, "lossviz-margin-shapes.html, 0.0 MB");
    ok(section.bar.hidden);
    equal(await files[0].text(), "<!doctype html>");
  },
});

Deno.test("what is refused is said; another state begins anew", async () => {
  const section = new FileSection();
  section.update(WHERE);
  await served(() => new Response("", { status: 404 }), async () => {
    section.button.click();
    await until(() => section.said.textContent === "Failed");
  });
  equal(section.button.textContent, "Make");
  section.update({ ...WHERE, query: "margin=0.4" });
  equal(section.said.textContent, "");
  section.close();
});
