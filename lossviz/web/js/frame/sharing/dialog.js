// The dialog in which what is shown can be given away: as a link, as a code, in another page, as an exercise.

import { CodeSection } from "./code.js";
import { DataSection } from "./data.js";
import { EmbedSection } from "./embed.js";
import { ExerciseSection } from "./exercise.js";
import { FileSection } from "./file.js";
import { LinkSection } from "./link.js";
import { QrSection } from "./qr.js";
import { el, fill, put, say } from "../dom.js";
import { icon } from "../icons.js";
import { pageLink, pairsOf, written } from "./address.js";

/**
 * What is given away: the page, and of it the scene that is meant. shown: null where there is none; link: the address,
 * and `over` by how many signs it is too long; exercise: whether it is one; presents: whether the page can be presented.
 * @typedef {{ base: string, lesson: string, scene: string, query: string, lang: string, theme: string, title: string,
 *   text: Record<string, string>, shown: import("../../state/stages.js").Shown | null, link: string, over: number,
 *   exercise: boolean, uploaded: boolean, presents: boolean, data: Record<string, any> }} Where
 */

// pages that have no steps to show one at a time
const UNPRESENTED = ["glossary"];

export class ShareDialog {
  /** @type {Record<string, any>} */
  #data = {};
  /** @type {import("../../state/stages.js").Showing | null} */
  #stage = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    const changed = () => this.#write();
    this.link = new LinkSection({ changed });
    this.qr = new QrSection();
    this.exercise = new ExerciseSection({ changed });
    this.embed = new EmbedSection();
    // each has a `node`, and `update(where)`
    this.sections = [this.link, this.qr, this.exercise, this.embed];
    // those of a scene alone
    this.takes = [new FileSection(), new DataSection(), new CodeSection()];
    this.title = el("h2", { class: "lv-dialog-title" });
    this.subject = el("p", { class: "ls-subject" });
    this.closer = el("button", { type: "button", class: "lv-button lv-square", "data-action": "close" }, icon("close"));
    this.closer.addEventListener("click", () => this.node.close());
    const head = el("div", { class: "lv-dialog-head" }, this.title, this.closer);
    const first = el("div", { class: "ls-first" }, this.link.node, this.qr.node);
    const rest = [...this.sections.slice(2), ...this.takes].map(({ node }) => node);
    this.body = el("div", { class: "ls-body" }, this.subject, first, ...rest);
    this.node = el("dialog", { class: "lv-dialog ls-dialog", "data-testid": "share" }, head, this.body);
    // a click beside it closes it
    this.node.addEventListener("click", ({ target }) => target === this.node && this.node.close());
    // the next of a page that has opened none yet must not wait for it
    root.append(this.node, this.qr.large);
  }

  /** @param {Record<string, any>} data */
  update(data) {
    this.#data = data;
    if (this.node.open) this.#write();
  }

  /**
   * Open with what `stage` shows; without one, the page.
   * @param {import("../../state/stages.js").Showing | null} stage
   */
  open(stage) {
    this.#stage = stage;
    this.link.begin();
    this.exercise.begin(stage?.shows() ?? null);
    this.#write();
    this.node.showModal();
    this.link.copying.button.focus();
  }

  #write() {
    const data = this.#data;
    const { base, lang, share: text, page, title, uploaded, most } = data;
    const shown = this.#stage?.shows() ?? null;
    put(this.node, "aria-label", text.title);
    put(this.node, "lang", lang);
    say(this.title, text.title);
    put(this.closer, "aria-label", text.close);
    const scene = shown && !shown.alone ? headingOf(shown.scene) : "";
    const called = [title, scene].filter(Boolean).join(" · ");
    say(this.subject, called);
    const more = this.link.asked(lang);
    const link = this.exercise.link(data, shown, more) ?? pageLink(shown, more);
    /** @type {Where} */
    const where = {
      base,
      lesson: shown?.lesson ?? page,
      scene: shown?.scene ?? "",
      query: shown ? written(pairsOf(shown)) : "",
      lang,
      theme: shown?.theme ?? "light",
      title: fill(text.called, { title: called }),
      text,
      shown,
      link,
      over: Math.max(0, link.length - most.link),
      exercise: this.exercise.open,
      uploaded,
      presents: !UNPRESENTED.includes(page),
      data,
    };
    for (const section of this.sections) section.update(where);
    for (const section of this.takes) {
      put(section.node, "hidden", !shown);
      if (shown) section.update(where);
    }
  }
}

/**
 * What a scene of the page is called.
 * @param {string} scene
 */
function headingOf(scene) {
  return document.querySelector(`.st-key-scene-${CSS.escape(scene)} h2`)?.textContent?.trim() ?? "";
}
