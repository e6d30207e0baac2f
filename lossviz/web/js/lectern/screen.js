// Which step fills the screen. Streamlit's own nodes are left as they are: a rule of style is written anew, and what the
// steps look like then says lectern.css.

import { put } from "../frame/dom.js";

// the steps beside it are laid out when the one that was asked for has been seen
const LATER_MS = 200;
// sizes of running text in rem; the largest in which a step of words fits is taken
const SIZES = [1.25, 1.1, 1];

export class Screen {
  #rule = document.createElement("style");
  #timer = 0;
  /** @type {string[]} */
  #holders = [];
  // the steps that are laid out, beside the one that is seen
  /** @type {number[]} */
  #ready = [];
  #at = 0;
  #size = SIZES[0];
  // what is in the step may grow: reasons, when an answer is revealed
  #watch = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));

  /**
   * Show the step in `holders[at]`, and nothing else of the page.
   * @param {string[]} holders
   * @param {number} at
   * @param {string} ground the colour behind it
   */
  show(holders, at, ground) {
    this.#holders = holders;
    this.#at = at;
    this.#size = SIZES[0];
    if (!this.#rule.isConnected) document.head.append(this.#rule);
    document.documentElement.style.setProperty("--lectern-ground", ground);
    put(document.documentElement, "data-presenting", true);
    this.#write();
    this.#watch.disconnect();
    for (const part of this.#step?.children ?? []) this.#watch.observe(part);
    this.#fit();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#ready = [at - 1, at, at + 1];
      this.#write();
    }, LATER_MS);
  }

  /** The page is as it was. */
  clear() {
    clearTimeout(this.#timer);
    this.#watch.disconnect();
    this.#rule.remove();
    this.#holders = this.#ready = [];
    put(document.documentElement, "data-presenting", false);
    document.documentElement.style.removeProperty("--lectern-ground");
  }

  get #step() {
    return document.querySelector(`.st-key-${CSS.escape(this.#holders[this.#at] ?? "none")}`);
  }

  /** Words as large as there is room for; a scene shares its room out by itself. */
  #fit() {
    const step = this.#step;
    if (!step || step.querySelector("[data-testid=stage]")) return;
    for (this.#size of SIZES) {
      this.#write();
      if (step.scrollHeight <= step.clientHeight) return;
    }
  }

  #write() {
    const at = this.#at;
    const name = (/** @type {string} */ holder) => `html[data-presenting] .st-key-${CSS.escape(holder)}`;
    const away = this.#holders.filter((_, k) => k !== at && !this.#ready.includes(k)).map(name);
    const rules = [`${name(this.#holders[at])}{visibility:visible;z-index:1000001;--lectern-text:${this.#size}rem}`];
    if (away.length) rules.push(`${away.join(",")}{display:none!important}`);
    const text = rules.join("\n");
    if (this.#rule.textContent !== text) this.#rule.textContent = text;
  }
}
