// What a scene says aloud: one polite voice, at rest. Whoever has something to say leaves it here; what is replaced
// before it was said is not said, and nothing is while something moves.

import { el, say } from "./dom.js";

// keys that are held down, and answers that follow each other, are one movement
const REST_MS = 600;
// what has been said is not to be met a second time by who reads the page on
const STAYS_MS = 8000;

export class Voice {
  /** @type {Map<string, string>} */
  #waiting = new Map();
  // what each source has said last
  /** @type {Map<string, string>} */
  #known = new Map();
  #timer = 0;
  #end = 0;

  /** @param {() => boolean} moves whether something is in hand or plays */
  constructor(moves) {
    this.moves = moves;
    this.node = el("p", { class: "lv-voice", role: "status" });
  }

  /**
   * Say this when it has rested; "" takes back what has not been said.
   * @param {string} source who says it: one thing at a time
   * @param {string} words
   */
  say(source, words) {
    if (words) this.#waiting.set(source, words);
    else this.#waiting.delete(source);
    this.#rest();
  }

  /**
   * As `say`, for what stands on the page for a while: it is said when it begins, and when it changes.
   * @param {string} source
   * @param {string} words
   */
  keep(source, words) {
    if (words === (this.#known.get(source) ?? "")) return;
    this.#known.set(source, words);
    this.say(source, words);
  }

  /** Another scene, or another language: nothing of the old one is said. */
  forget() {
    this.#waiting.clear();
    this.#known.clear();
    this.close();
    say(this.node, "");
  }

  close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#end);
  }

  #rest() {
    clearTimeout(this.#timer);
    if (!this.#waiting.size) return;
    // the same words are heard again only where there were none between
    say(this.node, "");
    this.#timer = setTimeout(() => this.#speak(), REST_MS);
  }

  #speak() {
    if (this.moves()) return this.#rest();
    say(this.node, [...this.#waiting.values()].join(" "));
    this.#waiting.clear();
    clearTimeout(this.#end);
    this.#end = setTimeout(() => say(this.node, ""), STAYS_MS);
    return undefined;
  }
}
