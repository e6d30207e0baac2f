// The loss that is shown as a program: for this library, for PyTorch, for pytorch-metric-learning; and as a notebook.

import { GONE, inSeconds, refusalOf } from "../../wire/asking.js";
import { patiently } from "../../wire/patient.js";
import { copied } from "../clipboard.js";
import { el, fill, put, say } from "../dom.js";
import { icon } from "../icons.js";
import { takeAddress } from "./take_address.js";

/** @typedef {{ target: string, code: string, note: string }} Snippet */

const NAMES = { lossviz: "lossviz / JAX", torch: "PyTorch", pml: "pytorch-metric-learning" };
const COPIED_MS = 1500;

export class CodeSection {
  #chosen = 0;
  #timer = 0;
  // what the programs that are here were asked for with
  #fetched = "";
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {Snippet[]} */
  #snippets = [];
  /** @type {import("./take_address.js").Where | null} */
  where = null;

  constructor() {
    this.summary = el("summary");
    this.tabs = el("div", { class: "lv-choice", role: "group" });
    this.copy = el("button", {
      type: "button",
      class: "lv-button",
      "data-action": "copy",
      onclick: () => this.#copy(),
    });
    this.file = el("a", { class: "lv-button", "data-take": "snippet", download: "" }, icon("save"));
    this.fileWords = el("span");
    this.file.append(this.fileWords);
    this.notebook = el("a", { class: "lv-button", "data-take": "notebook", download: "" }, icon("save"));
    this.notebookWords = el("span");
    this.notebook.append(this.notebookWords);
    this.note = el("p", { class: "ls-about" });
    this.code = el("code");
    this.shown = el("pre", { class: "lv-take-code", tabindex: 0, role: "region" }, this.code);
    this.said = el("p", { class: "ls-said", role: "status" });
    const row = el("div", { class: "ls-buttons lv-take-row" }, this.tabs, this.copy, this.file, this.notebook);
    this.node = el(
      "details",
      { class: "ls-more", "data-section": "code", ontoggle: () => this.#look() },
      this.summary,
      row,
      this.note,
      this.shown,
      this.said,
    );
  }

  /** @param {import("./take_address.js").Where} where */
  update(where) {
    this.where = where;
    const { text } = where;
    put(this.node, "hidden", !takeAddress(where, "snippet"));
    say(this.summary, text.take_code);
    put(this.tabs, "aria-label", text.take_target);
    put(this.shown, "aria-label", text.take_code);
    say(this.copy, text.take_copy);
    say(this.fileWords, ".py");
    say(this.notebookWords, text.take_notebook);
    put(this.notebook, "href", takeAddress(where, "notebook") || null);
    this.#look();
  }

  /** The programs are asked for when they are looked at. */
  async #look() {
    const { where } = this;
    const url = where && takeAddress(where, "snippet");
    if (!where || !url || !this.node.open || url === this.#fetched) return;
    this.#fetched = url;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { text } = where;
    const tell = (/** @type {string} */ words) => asking.signal.aborted || say(this.said, words);
    tell(text.take_fetching);
    try {
      const response = await patiently(url, asking.signal, (place, wait) => {
        tell(fill(text.take_waiting, { place, seconds: inSeconds(wait) }));
      });
      const { snippets } = await response.json();
      if (asking.signal.aborted) return;
      this.#snippets = snippets;
      tell("");
    } catch (thrown) {
      // with the next look it is tried again
      this.#fetched = "";
      tell(refusalOf(thrown).status === GONE ? text.take_gone : text.take_lost);
      if (!asking.signal.aborted) this.#snippets = [];
    }
    if (!asking.signal.aborted) this.#show();
  }

  #show() {
    this.tabs.replaceChildren(...this.#snippets.map(({ target }, at) => {
      const press = () => this.choose(at);
      const button = el("button", { type: "button", class: "lv-button", "data-target": target, onclick: press });
      say(button, NAMES[target] ?? target);
      return button;
    }));
    this.choose(Math.min(this.#chosen, Math.max(this.#snippets.length - 1, 0)));
  }

  /** @param {number} at */
  choose(at) {
    const { where } = this;
    this.#chosen = at;
    const { code = "", note = "", target = "" } = this.#snippets[at] ?? {};
    [...this.tabs.children].forEach((button, other) => put(button, "aria-pressed", String(other === at)));
    say(this.code, code);
    say(this.note, note);
    // where there is no such loss there is nothing to copy or to keep
    for (const node of [this.shown, this.copy, this.file]) put(node, "hidden", !code);
    put(this.file, "href", where && code ? takeAddress(where, "snippet", target) : null);
  }

  async #copy() {
    const { where, shown, copy } = this;
    if (!where) return;
    const { text } = where;
    const done = await copied(this.code.textContent ?? "", () => getSelection()?.selectAllChildren(shown));
    say(copy, done ? text.take_copied : text.take_copy_failed);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => say(copy, text.take_copy), COPIED_MS);
  }

  close() {
    this.#asking?.abort();
    clearTimeout(this.#timer);
  }
}
