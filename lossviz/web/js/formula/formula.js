// The derivations of a scene, one tab each; only the one that can be seen is kept up to date.

import { Pace } from "../drawing/pace.js";
import { el, put, say } from "../frame/dom.js";
import { Derivation } from "./derivation.js";
import { write } from "./html.js";
import { More } from "./more.js";
import { TermKeys } from "./terms.js";

const MOST_ROWS = 2;
let made = 0;

export class Derivations {
  /** @type {{ tab: HTMLElement, words: HTMLElement }[]} */
  #tabs = [];
  /** @type {Map<string, Derivation>} */
  #built = new Map();
  // the key of the one that can be seen
  #open = "";
  // and of the one that the state is about
  #about = "";
  #id = "";
  // what is written, and the term that is lit
  /** @type {{ frame: import("../wire/answer.js").Frame, lit: string | null } | null} */
  #shown = null;

  /**
   * `changed()`: another derivation is open.
   * @param {import("./terms.js").Hooks & { changed: () => void }} hooks
   */
  constructor(hooks) {
    made += 1;
    this.#id = `ll-derivations-${made}`;
    this.hooks = hooks;
    this.list = el("div", { class: "ll-tabs", role: "tablist" });
    this.title = el("p", { class: "ll-title", id: `${this.#id}-title` });
    this.panel = el("div", { class: "ll-lines", tabindex: 0, id: this.#id, "aria-describedby": `${this.#id}-hint` });
    this.hint = el("p", { class: "ll-hint", id: `${this.#id}-hint` });
    this.node = el("section", { class: "lv-panel ll-derivations" }, this.list, this.title, this.panel, this.hint);
    this.more = new More(this.panel);
    this.node.append(this.more.node);
    this.panel.addEventListener("scroll", () => this.more.update(), { passive: true });
    this.watch = new ResizeObserver(() => this.more.update());
    this.watch.observe(this.panel);
    this.pace = new Pace(this.panel, () => this.#write(), { waits: true });
    this.keys = new TermKeys(this.panel, hooks);
    this.list.addEventListener("keydown", (event) => this.#key(event));
  }

  words(text) {
    say(this.hint, text.terms_hint);
    this.more.say(text);
    put(this.list, "aria-label", text.derivations);
    this.keys.words = text;
  }

  /**
   * Show these derivations; the open one stays open when it is among them, unless the state is about another one now
   * (`about`, its key) than before.
   */
  update(specs, about = "") {
    const keys = specs.map(({ key }) => key);
    this.#built = new Map(specs.map((spec, at) => {
      const old = this.#built.get(spec.key);
      return [spec.key, old?.is(spec, at) ? old : new Derivation(spec, at)];
    }));
    put(this.node, "hidden", specs.length === 0);
    put(this.list, "hidden", specs.length < 2);
    put(this.title, "hidden", specs.length !== 1);
    write(this.title, specs[0]?.title ?? "");
    this.#label(specs);
    const turned = about !== this.#about && keys.includes(about);
    this.#about = about;
    if (keys.length) this.#show(turned ? about : keys.includes(this.#open) ? this.#open : keys[0]);
  }

  draw(frame, lit) {
    this.#shown = { frame, lit };
    this.pace.ask();
  }

  /** A drag along these sliders begins: make room for the longest number on its way. */
  reserve(answer, names) {
    this.#built.get(this.#open)?.reserve(answer, names);
  }

  /** The drag is over: no more room than the numbers take. */
  relax() {
    this.#built.get(this.#open)?.relax();
  }

  /** Let everything fit into the width there is. */
  fit() {
    // many long titles would take the place of the lines: only the open one is written out then
    put(this.list, "data-compact", false);
    put(this.list, "data-compact", new Set(this.#tabs.map(({ tab }) => tab.offsetTop)).size > MOST_ROWS);
    this.#built.get(this.#open)?.fit();
  }

  /** On paper all of them are to be read, one after the other, each under its title. */
  spread() {
    const titles = this.#tabs.map(({ words }) => el("p", { class: "ll-title" }, words.textContent));
    this.panel.replaceChildren(...[...this.#built.values()].flatMap(({ node }, at) => [titles[at], node]));
    for (const derivation of this.#built.values()) {
      if (this.#shown) derivation.write(this.#shown.frame);
      derivation.light(null, null);
      derivation.fit();
    }
  }

  /** The open one alone again. */
  gather() {
    const open = this.#built.get(this.#open);
    if (open) this.panel.replaceChildren(open.node);
    this.fit();
  }

  /** Never coarse: what is off the screen, or has waited, is written when it rests. */
  #write() {
    const derivation = this.#built.get(this.#open);
    if (!derivation || !this.#shown) return false;
    derivation.write(this.#shown.frame);
    derivation.light(this.#shown.lit, this.keys.at);
    return false;
  }

  close() {
    this.pace.close();
    this.watch.disconnect();
  }

  #label(specs) {
    while (this.#tabs.length > specs.length) this.#tabs.pop()?.tab.remove();
    while (this.#tabs.length < specs.length) this.#tab(this.#tabs.length);
    specs.forEach(({ key, title }, at) => {
      const { tab, words } = this.#tabs[at];
      put(tab, "data-key", key);
      write(words, title);
      put(tab, "title", words.textContent);
    });
    put(this.panel, "role", specs.length > 1 ? "tabpanel" : "group");
  }

  #tab(at) {
    const tab = el("button", {
      type: "button",
      class: "ll-tab",
      role: "tab",
      id: `${this.#id}-${at}`,
      "aria-controls": this.#id,
    });
    // the title is part of the name also where only the number can be seen
    const words = el("span", { class: "ll-tab-title" });
    tab.append(el("span", { class: "ll-tab-number" }, `${at + 1} `), words);
    tab.addEventListener("click", () => this.#turn(tab));
    this.#tabs.push({ tab, words });
    this.list.append(tab);
  }

  /** @param {HTMLElement} tab */
  #turn(tab) {
    this.#show(tab.dataset.key ?? "");
    this.hooks.light(null);
    this.hooks.changed();
  }

  /** @param {string} key */
  #show(key) {
    this.#open = key;
    const node = this.#built.get(key)?.node;
    if (!node) return;
    for (const { tab } of this.#tabs) {
      const open = tab.dataset.key === key;
      put(tab, "aria-selected", String(open));
      put(tab, "tabindex", open ? 0 : -1);
      if (open) put(this.panel, "aria-labelledby", this.#tabs.length > 1 ? tab.id : this.title.id);
    }
    const before = this.panel.firstElementChild;
    if (before === node) return;
    if (before) this.watch.unobserve(before);
    this.watch.observe(node);
    this.panel.replaceChildren(node);
    this.panel.scrollTop = 0;
    this.keys.leave();
    this.fit();
  }

  /** Arrow keys go from tab to tab. */
  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const count = this.#tabs.length;
    const at = this.#tabs.findIndex((one) => one.tab === document.activeElement);
    const { tab } = this.#tabs[(at + step + count) % count];
    tab.focus();
    this.#turn(tab);
  }
}
