// Terms in running words: links to the glossary, whose entry shows beside one that is pointed at, focused or tapped. The
// card can be gone into, and Escape takes it away.

import { el } from "../frame/dom.js";
import { write } from "../formula/html.js";
import { BASE } from "./site.js";

const TERM = 'a[href^="glossary?lang="]';
// before it comes, so that nothing flickers under a pointer that passes; and before it goes, to reach it
const [COME_MS, GO_MS] = [250, 300];
const GAP = 6;

/**
 * @typedef {{ name: string, also: string[], says: string }} Entry
 * @typedef {{ more: string, terms: Record<string, Entry> }} Entries
 */

export class Terms {
  /** @type {Map<string, Promise<Entries | null>>} */
  #known = new Map();
  /** @type {HTMLAnchorElement | null} */
  #at = null;
  #timer = 0;
  #touched = false;

  constructor() {
    this.title = el("b");
    this.also = el("span");
    this.says = el("p", { id: "lossviz-term-says" });
    this.more = el("a", { target: "_blank", rel: "noopener" });
    this.card = el("div", { id: "lossviz-term", hidden: true }, this.title, this.also, this.says, this.more);
  }

  /** @param {Document} page */
  follow(page) {
    page.addEventListener("pointerover", (event) => this.#over(event));
    page.addEventListener("pointerdown", (event) => this.#press(event), true);
    page.addEventListener("click", (event) => this.#click(event), true);
    page.addEventListener("focusin", ({ target }) => this.#focus(target));
    page.addEventListener("keydown", (event) => this.#key(event), true);
    // a term that gets the focus may be scrolled into view: the card goes with it
    page.addEventListener("scroll", () => this.#at && !this.card.hidden && this.#place(this.#at), true);
  }

  /** @param {PointerEvent} event */
  #over({ target, pointerType }) {
    if (pointerType === "touch") return;
    const term = termAt(target);
    clearTimeout(this.#timer);
    if (term && term !== this.#at) this.#timer = setTimeout(() => this.#show(term), COME_MS);
    else if (!term && this.#at && !this.card.contains(asNode(target))) {
      // whoever has gone to it by keys keeps it
      this.#timer = setTimeout(() => document.activeElement !== this.#at && this.#hide(), GO_MS);
    }
  }

  /** @param {PointerEvent} event */
  #press({ target, pointerType }) {
    this.#touched = pointerType === "touch";
    if (!termAt(target) && !this.card.contains(asNode(target))) this.#hide();
  }

  /**
   * A finger does not follow the link: the card has one.
   * @param {MouseEvent} event
   */
  #click(event) {
    const term = termAt(event.target);
    if (!term || !this.#touched) return;
    event.preventDefault();
    this.#show(term);
  }

  /** @param {EventTarget | null} target */
  #focus(target) {
    const term = termAt(target);
    if (term && !this.#touched) this.#show(term);
    else if (!term && !this.card.contains(asNode(target))) this.#hide();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || !this.#at) return;
    event.stopPropagation();
    if (this.card.contains(document.activeElement)) this.#at.focus();
    this.#hide();
  }

  #hide() {
    clearTimeout(this.#timer);
    if (!this.#at) return;
    this.#at.removeAttribute("aria-describedby");
    this.#at = null;
    this.card.hidden = true;
  }

  /** @param {HTMLAnchorElement} term */
  async #show(term) {
    const { searchParams, hash } = new URL(term.href);
    const lang = searchParams.get("lang") ?? "en";
    this.#hide();
    this.#at = term;
    const found = await this.#entries(lang);
    const entry = found?.terms[hash.slice(1)];
    if (!found || !entry || this.#at !== term || !term.isConnected) return;
    this.card.lang = lang;
    this.title.textContent = entry.name;
    this.also.textContent = entry.also.join(" · ");
    write(this.says, entry.says);
    this.more.textContent = found.more;
    this.more.href = term.href;
    // what fills the screen is over all else; beside the term, so that Tab goes on into it
    (term.closest(":fullscreen, dialog") ?? document.body).append(this.card);
    this.card.hidden = false;
    term.setAttribute("aria-describedby", this.says.id);
    this.#place(term);
  }

  /** @param {HTMLElement} term */
  #place(term) {
    const [line] = term.getClientRects();
    if (!line || line.bottom < 0 || line.top > innerHeight) return this.#hide();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const left = Math.max(Math.min(line.left, innerWidth - width - GAP), GAP);
    const below = line.bottom + GAP;
    const top = below + height <= innerHeight ? below : Math.max(line.top - GAP - height, GAP);
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` });
  }

  /** @param {string} lang */
  #entries(lang) {
    const asked = this.#known.get(lang) ?? fetch(new URL(`lossviz/terms?lang=${lang}`, BASE))
      .then((answer) => answer.ok ? answer.json() : null)
      .catch(() => null);
    this.#known.set(lang, asked);
    // what could not be had is asked for again the next time
    asked.then((found) => found ?? this.#known.delete(lang));
    return asked;
  }
}

/** @param {EventTarget | null} target */
function termAt(target) {
  return target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (target.closest(TERM)) : null;
}

/** @param {EventTarget | null} target */
function asNode(target) {
  return target instanceof Node ? target : null;
}
