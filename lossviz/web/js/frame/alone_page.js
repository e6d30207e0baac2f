// The page of one scene alone: its words and its stage. What Python keeps of a state elsewhere is kept here.

import { el, put, say } from "./dom.js";
import { Stage } from "./conductor.js";

/**
 * What is said in one language: of this scene; `text`: on the stage; `own`: round it; `notice`: what had to be changed.
 * @typedef {{ page: string, about: string, title: string, lead: string, notice: string[], note: string, text: Record<string, string>,
 *   own: Record<string, string> }} Words
 *
 * languages: their names by key; tags: what browsers call them; address: the scene's page on the site, below `base`, or
 * "" where there is no site, as in a file, which is `archived`.
 * @typedef {{ base: string, address: string, lesson: string, scene: string, query: string, lang: string,
 *   languages: Record<string, string>, tags: Record<string, string>, theme: object, surface: string, layout: string,
 *   looks: string[], visitor: string, archived: boolean, words: Record<string, Words> }} Told
 */

export class Alone {
  /** @type {{ n: number, query: string } | null} */
  #answered = null;
  #query;
  #lang;
  #noticed = false;

  /** @param {Told} told */
  constructor(told) {
    this.told = told;
    this.#query = told.query;
    this.#lang = told.lang;
    this.about = el("p", { class: "la-about" });
    this.title = el("h1", { class: "la-title" });
    this.lead = el("p", { class: "la-lead" });
    this.switch = el("div", { class: "la-switch", role: "group" }, ...this.#languages());
    this.link = el("a", { class: "la-link", target: "_blank", rel: "noopener" });
    this.list = el("ul");
    this.head = el("strong");
    this.dismiss = el("button", { type: "button", class: "la-button", onclick: () => this.#dismiss() });
    this.notice = el("div", { class: "la-notice", role: "status" }, el("div", {}, this.head, this.list), this.dismiss);
    this.note = el("p", { class: "la-note" });
    // a run is called by its loss, a scene stands in its lesson
    const order = told.layout === "run" ? [this.title, this.about] : [this.about, this.title];
    const head = el("div", { class: "la-words" }, ...order);
    const bar = el("header", { class: "la-head" }, head, el("div", { class: "la-tools" }, this.link, this.switch));
    const place = el("div", { class: "la-stage" });
    this.node = el("main", { class: "la-page" }, bar, this.lead, this.notice, place, this.note);
    this.node.addEventListener("click", (event) => this.#follow(event), { capture: true });
    this.stage = new Stage(place);
    this.#update();
  }

  #languages() {
    return Object.entries(this.told.languages).map(([key, name]) =>
      el("button", {
        type: "button",
        class: "la-button",
        lang: this.told.tags[key],
        "data-lang": key,
        onclick: () => this.#speak(key),
      }, name)
    );
  }

  /** @param {string} lang */
  #speak(lang) {
    this.#lang = lang;
    this.#update();
  }

  #dismiss() {
    this.#noticed = true;
    this.#update();
  }

  #update() {
    const { told } = this;
    const { text, own, notice, note, ...words } = told.words[this.#lang];
    put(document.documentElement, "lang", told.tags[this.#lang]);
    if (document.title !== words.page) document.title = words.page;
    say(this.about, words.about);
    say(this.title, words.title);
    if (this.lead.innerHTML !== words.lead) this.lead.innerHTML = words.lead;
    put(this.switch, "aria-label", own.language);
    for (const button of this.switch.children) {
      put(button, "aria-pressed", String(button.getAttribute("data-lang") === this.#lang));
    }
    put(this.link, "hidden", !told.address);
    put(this.link, "href", this.#page());
    say(this.link, own.open);
    put(this.notice, "hidden", this.#noticed || !notice.length);
    say(this.head, own.notice);
    this.list.replaceChildren(...notice.map((line) => el("li", {}, line)));
    say(this.dismiss, own.dismiss);
    put(this.note, "hidden", !note);
    say(this.note, note);
    this.#show(text);
  }

  /** @param {Record<string, string>} text */
  #show(text) {
    const { base, lesson, scene, theme, layout, looks, visitor, archived } = this.told;
    const state = { query: this.#query, answered: this.#answered };
    const page = { base, lesson, scene, theme, layout, looks, visitor, archived };
    this.stage.update({ ...page, ...state, lang: this.#lang, text }, (_, report) => this.#heard(report));
  }

  /**
   * The stage reports a state: it is the one that is shown from now on.
   * @param {{ n?: number, query?: string }} report
   */
  #heard({ n, query }) {
    if (n === undefined || query === undefined) return;
    // not before the stage is through with what it does
    queueMicrotask(() => {
      this.#query = query;
      this.#answered = { n, query };
      this.#keep();
      this.#update();
    });
  }

  /** The scene on the site, as it is here. */
  #page() {
    const { base, address, scene, layout } = this.told;
    if (!address) return null;
    const place = layout === "run" ? "" : `#${scene}`;
    return `${base}${address}?${[`lang=${this.#lang}`, this.#query].filter(Boolean).join("&")}${place}`;
  }

  /** A page that is loaded again shows what it showed. */
  #keep() {
    const { archived, lesson, scene, surface } = this.told;
    if (archived) return;
    const place = new URLSearchParams({ lesson, scene, lang: this.#lang, theme: surface });
    try {
      history.replaceState(history.state, "", `?${[place, this.#query].filter(String).join("&")}`);
    } catch {
      // a frame that may not have an address of its own
    }
  }

  /**
   * Links lead to the site, beside this page; in a file they lead nowhere.
   * @param {MouseEvent} event
   */
  #follow(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const written = link?.getAttribute("href");
    if (!link || link === this.link || !written) return;
    const { base, address } = this.told;
    if (!address) return event.preventDefault();
    const site = new URL(base, location.href);
    const page = new URL(`${address}?lang=${this.#lang}`, site);
    link.href = new URL(written, written.startsWith("#") ? page : site).href;
    link.target = "_blank";
    link.rel = "noopener";
  }
}
