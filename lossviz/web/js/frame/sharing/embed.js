// The scene alone as a frame in another page: the code to put there.

import { Copying } from "./copying.js";
import { el, put, say } from "../dom.js";
import { embedLink } from "./address.js";

const [WIDTH, HEIGHT] = [960, 640];
const [LEAST, MOST] = [200, 4000];

export class EmbedSection {
  constructor() {
    this.width = size(WIDTH, () => this.#write());
    this.height = size(HEIGHT, () => this.#write());
    this.copying = new Copying("textarea");
    this.summary = el("summary");
    const sizes = el("div", { class: "ls-sizes" }, this.width.node, this.height.node);
    this.node = el("details", { class: "ls-more", "data-section": "embed" }, this.summary, sizes, this.copying.node);
    /** @type {import("./dialog.js").Where | null} */
    this.where = null;
  }

  /** @param {import("./dialog.js").Where} where */
  update(where) {
    this.where = where;
    const { text, shown } = where;
    put(this.node, "hidden", !shown);
    say(this.summary, text.embed);
    say(this.width.words, text.width);
    say(this.height.words, text.height);
    this.#write();
  }

  #write() {
    const { shown, text, title } = this.where ?? {};
    if (!shown || !text) return;
    const code = frame(embedLink(shown), title ?? "", this.width.value(), this.height.value());
    this.copying.update(code, text.embed_code, text.copy_code, text);
  }
}

/** @type {(src: string, title: string, width: number, height: number) => string} */
function frame(src, title, width, height) {
  const said = { src, title, width, height, loading: "lazy" };
  const written = Object.entries(said).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return `<iframe ${written.join(" ")} style="border:0;max-width:100%"></iframe>`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** @type {(usual: number, changed: () => void) => { node: HTMLElement, words: HTMLElement, value: () => number }} */
function size(usual, changed) {
  const field = el("input", { type: "number", class: "ls-number", min: LEAST, max: MOST, value: usual });
  field.addEventListener("input", changed);
  const words = el("span");
  const value = () => Math.round(Math.min(Math.max(Number(field.value) || usual, LEAST), MOST));
  return { node: el("label", { class: "ls-label" }, words, field), words, value };
}
