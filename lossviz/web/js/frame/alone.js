// What a page of one scene alone starts: it shows the scene, with the server's answers or those in its file.

import { Alone } from "./alone_page.js";
import { Archive, bytesOf } from "../wire/archive.js";
import { answerFrom } from "../wire/asking.js";
import { el } from "./dom.js";

const told = JSON.parse(document.getElementById("lossviz-told")?.textContent ?? "{}");
const place = document.getElementById("lossviz");
const stored = document.getElementById("lossviz-archive");

/** Where the browser cannot unpack the file, say so in all languages. */
function tooOld() {
  const words = Object.entries(told.words).map(([lang, { own }]) => el("p", { lang: told.tags[lang] }, own.too_old));
  place?.replaceChildren(el("main", { class: "la-page", role: "alert" }, ...words));
}

if (place && stored && !("DecompressionStream" in globalThis)) tooOld();
else if (place) {
  if (stored) answerFrom(new Archive(told.answers, bytesOf(stored.textContent ?? "")));
  place.replaceChildren(new Alone(told).node);
}
