// The link to what is shown: what it holds, in which language, presenting or not, and how long it is.

import { Copying } from "./copying.js";
import { el, fill, put, say } from "../dom.js";

export class LinkSection {
  /** @param {{ changed: () => void }} hooks */
  constructor({ changed }) {
    this.language = tick(changed);
    this.present = tick(changed);
    this.copying = new Copying("input");
    this.long = el("p", { class: "ls-warns", role: "status" });
    this.about = el("p", { class: "ls-about" });
    this.ticks = el("div", { class: "ls-ticks" }, this.language.node, this.present.node);
    this.node = el("section", { class: "ls-link" }, this.copying.node, this.long, this.ticks, this.about);
  }

  /** What it is to say beside the state. @param {string} lang @returns {[string, string][]} */
  asked(lang) {
    /** @type {[string, string][]} */
    const more = [];
    if (this.present.box.checked) more.push(["present", "1"]);
    if (this.language.box.checked) more.push(["lang", lang]);
    return more;
  }

  /** As the address has it now. */
  begin() {
    const now = new URLSearchParams(location.search);
    this.language.box.checked = now.has("lang");
    this.present.box.checked = now.get("present") === "1";
  }

  /** @param {import("./dialog.js").Where} where */
  update({ link, over, exercise, uploaded, presents, text }) {
    this.copying.update(link, exercise ? text.link_exercise : text.link, text.copy, text);
    put(this.copying.button, "disabled", over > 0);
    say(this.long, over > 0 ? fill(text.too_long, { more: over }) : "");
    say(this.language.words, text.in_language);
    say(this.present.words, text.presenting);
    put(this.present.node, "hidden", !presents);
    say(this.about, uploaded ? text.upload : text.about);
    put(this.about, "class", uploaded ? "ls-warns" : "ls-about");
  }
}

/** @param {() => void} changed */
function tick(changed) {
  const box = el("input", { type: "checkbox", onchange: changed });
  const words = el("span");
  return { box, words, node: el("label", { class: "ls-tick" }, box, words) };
}
