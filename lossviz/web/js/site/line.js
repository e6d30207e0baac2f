// One notice for the whole page while its line to the server is down, in place of Streamlit's dialog.

import { ROOT, STATE } from "../wire/line.js";

const LOOK_MS = 500;
// a line that is mended this quickly needs no word; a page is first given more time
const PATIENCE_MS = 2000;
const FIRST_MS = 15_000;
const BACK_MS = 3000;

export class LineNotice {
  #known = false;
  #shown = "";
  // when the line was first found to be down, and until when it is said that it is back
  /** @type {number | null} */
  #down = performance.now();
  #until = 0;

  /**
   * say(key): our words in the language of the page.
   * @param {(key: string) => string} say
   */
  constructor(say) {
    this.say = say;
    this.words = document.createElement("span");
    this.button = Object.assign(document.createElement("button"), { type: "button" });
    this.button.addEventListener("click", () => location.reload());
    this.box = Object.assign(document.createElement("div"), { id: "lossviz-line" });
    // it is there before it has anything to say: else a screen reader may miss it
    this.box.setAttribute("role", "status");
    document.body.append(this.box);
    setInterval(() => this.look(), LOOK_MS);
  }

  /** Say how the line is now. */
  look() {
    const state = document.querySelector(ROOT)?.getAttribute(STATE);
    const now = performance.now();
    if (state === "CONNECTED") return this.#whole(now);
    this.#down ??= now;
    if (state === "DISCONNECTED_FOREVER") return this.#show("over");
    if (now - this.#down < (this.#known ? PATIENCE_MS : FIRST_MS)) return undefined;
    return this.#show(this.#known ? "lost" : "slow");
  }

  /** @param {number} now */
  #whole(now) {
    if (this.#known && this.#shown && this.#shown !== "back") this.#until = now + BACK_MS;
    this.#known = true;
    this.#down = null;
    this.#show(now < this.#until ? "back" : "");
  }

  /** Say it again, in another language. */
  draw() {
    this.#write(this.#shown);
  }

  /** @param {string} key */
  #write(key) {
    const words = key && this.say(key);
    if (this.words.textContent !== words) this.words.textContent = words;
    this.button.textContent = this.say("reload");
  }

  /** @param {string} key */
  #show(key) {
    if (key === this.#shown) return;
    this.#write(key);
    const parts = key === "over" || key === "slow" ? [this.words, this.button] : [this.words];
    this.box.replaceChildren(...(key ? parts : []));
    // scenes that miss the server too need not say so as well: the style of the page hides that
    document.documentElement.dataset.line = key;
    this.#shown = key;
  }
}
