// What the front page starts before Streamlit: its words, its notice of a lost line, its address.

import { Access } from "./access.js";
import { BASE } from "./site.js";
import { LineNotice } from "./line.js";
import { Terms } from "./terms.js";
import { Words } from "./words.js";
import { paper } from "../state/paper.js";
import { place } from "../state/place.js";
import { shade } from "../state/shade.js";
import { begin } from "../wire/early.js";

/** @param {string} id */
const told = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "");

/** @type {Record<string, string>} */
const early = told("lossviz-early");
place.keep();
shade.keep();
paper.keep();
const first = early[place.now] ?? Object.values(early)[0];
if (first) begin(new URL(first, BASE).href);

const { astray, fonts, missing, table, words } = told("lossviz-frame");
const html = document.documentElement;
// a browser that translates the page gives it a language that we have no words in
/** @type {(room: string) => (key: string) => string} */
const say = (room) => (key) => (words[html.lang.split("-")[0]] ?? words.en)[room][key];

// Streamlit need not look for its server below the page's own address first, nor load a font for what
// it shows before it has been told the theme
Object.assign(window, { __streamlit: { BACKEND_BASE_URL: BASE.href, LIGHT_THEME: fonts, DARK_THEME: fonts } });

// Streamlit reads the name of a page from its address, and looks for its server one folder up only
if (astray) {
  const lang = new URLSearchParams(location.search).get("lang");
  const query = new URLSearchParams({ address: location.pathname.slice(BASE.pathname.length - 1) });
  if (lang !== null) query.set("lang", lang);
  history.replaceState(null, "", `${BASE.pathname}${missing}?${query}`);
}

const foreign = new Words(table, say("foreign"));
const line = new LineNotice(say("line"));
const access = new Access(say("frame"));
new Terms().follow(document);
foreign.follow(document.body);
new MutationObserver(() => {
  foreign.replace(document.body);
  line.draw();
  access.draw();
}).observe(html, { attributeFilter: ["lang"] });
