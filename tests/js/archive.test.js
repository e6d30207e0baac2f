import { Archive, bytesOf } from "../../lossviz/web/js/wire/archive.js";
import { equal } from "./assert.js";

/** Bytes as the server packs them. */
async function packed(text) {
  const plain = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** An archive of answers whose parts are these texts. */
async function archiveOf(answers, texts) {
  const chunks = await Promise.all(texts.map(packed));
  const bytes = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
  const places = [];
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    places.push([at, at + chunk.length]);
    at += chunk.length;
  }
  return new Archive(answers.map((one) => ({ ...one, parts: one.parts.map((part) => places[part]) })), bytes);
}

const ANSWERS = [
  { route: "scene", query: "m=0.3&s=16", lang: "en", over: "", parts: [0, 2] },
  { route: "scene", query: "m=0.3&s=16", lang: "zh", over: "", parts: [1, 2] },
  { route: "track", query: "m=0.3&s=16", lang: "", over: "m", parts: [3] },
];
const TEXTS = ["English ", "中文 ", "numbers", "a track"];
const PLACE = "lesson=playground&scene=playground";

Deno.test("an answer is put together of parts that languages share", async () => {
  const archive = await archiveOf(ANSWERS, TEXTS);
  const at = (lang) => archive.answer(`/lossviz/scene?${PLACE}&lang=${lang}&s=16&m=0.30`)?.text();
  equal(await at("en"), "English numbers");
  equal(await at("zh"), "中文 numbers");
});

Deno.test("a track is the same in every language", async () => {
  const archive = await archiveOf(ANSWERS, TEXTS);
  for (const lang of ["en", "zh"]) {
    equal(await archive.answer(`/lossviz/track?${PLACE}&lang=${lang}&m=0.3&s=16&over=m`)?.text(), "a track");
  }
});

Deno.test("what the file has not is null, not another answer", async () => {
  const archive = await archiveOf(ANSWERS, TEXTS);
  for (
    const url of [
      `/lossviz/scene?${PLACE}&lang=en&m=0.4&s=16`,
      `/lossviz/scene?${PLACE}&lang=fr&m=0.3&s=16`,
      `/lossviz/track?${PLACE}&lang=en&m=0.3&s=16&over=s`,
      `/lossviz/track?${PLACE}&lang=en&m=0.3&s=16&over=m&view=input`,
      `/lossviz/point?m=0.3&s=16&at=3&point=1`,
    ]
  ) equal(archive.answer(url), null);
});

Deno.test("base64 is read as bytes, also those beyond text", () => {
  equal([...bytesOf(btoa("\x00\xff\x80a"))], [0, 255, 128, 97]);
});
