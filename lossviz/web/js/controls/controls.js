// The controls of a scene: sliders, choices and play buttons, in the server's order.

import { el, put, say as plain } from "../frame/dom.js";
import { Also } from "./also.js";
import { Sliders } from "./sliders.js";
import { Choices } from "./choices.js";
import { inkOf } from "../drawing/colours.js";
import { lights } from "../drawing/light.js";
import { say } from "../drawing/subscript.js";

// notes of so many sliders stand in the line under them, one at a time
const MANY = 2;
// a reading of more digits takes a row of its own
const LONG_READING = 9;
// widths in digits: Chinese signs, and what sets thousands apart
const [WIDE, WIDE_WIDTH] = [/[\u2e80-\uffef]/, 1.8];
const [THIN, THIN_WIDTH] = [",", 0.5];

export class Controls {
  // the choices that are stops of a slider, and the value at which that stood when it was looked at last
  /** @type {{ name: string, of: string }[]} */
  #stops = [];
  /** @type {Map<string, number>} */
  #stood = new Map();

  /** hooks: choose(name, option), and those of `Sliders`. */
  constructor(hooks) {
    this.hooks = hooks;
    const choices = el("div", { class: "ll-choices" });
    this.choices = new Choices(choices, (name, at) => hooks.choose(name, at));
    this.rows = el("div", { class: "ll-sliders" });
    this.words = el("p", { class: "lv-words" });
    this.status = el("div", { class: "lv-status" }, this.words);
    this.node = el("section", { class: "lv-panel ll-controls", hidden: true }, choices, this.rows, this.status);
    this.specs = new Map();
    this.sliders = new Sliders(this.rows, hooks);
  }

  /** Show these specs; the thumbs of the sliders in `hand` stay where they are. */
  update(specs, hand) {
    const sliders = specs.filter(({ kind }) => kind === "slider");
    this.specs = new Map(sliders.map((spec) => [spec.name, spec]));
    this.sliders.update(sliders, (name) => hand.includes(name));
    for (const spec of sliders) this.#dress(spec);
    const moved = sliders.filter(({ timeline }) => !timeline).length;
    put(this.rows, "data-count", sliders.length);
    put(this.node, "data-many", moved > MANY);
    put(this.node, "data-none", moved === 0);
    const choices = specs.filter(({ kind }) => kind === "choice");
    this.choices.update(choices);
    this.#stops = choices.filter(({ of }) => of);
    this.#stood.clear();
    put(this.node, "data-remarks", sliders.some(({ remarks }) => remarks?.some(Boolean)));
    put(this.node, "hidden", specs.length === 0);
    this.fit();
  }

  /** Give the symbols the colours of their classes. */
  paint(palette) {
    for (const { name, colour } of this.specs.values()) {
      this.sliders.node(name).style.setProperty("--ll-colour", inkOf(colour ?? "ink", palette));
    }
  }

  /** The thumbs follow `positions` ({name: position}), but for those in `hand`. */
  follow(positions, hand) {
    for (const [name, index] of positions) if (!hand.includes(name)) this.sliders.place(name, index);
    this.#stop();
  }

  /** Of the stops of a road the one is chosen at which its slider stands; between two of them none is. */
  #stop() {
    for (const { name, of } of this.#stops) {
      const value = this.sliders.value(of);
      if (this.#stood.get(name) !== value) this.choices.mark(name, Number.isInteger(value) ? value : -1);
      this.#stood.set(name, value);
    }
  }

  /** Light up the slider that has this term. */
  light(lit) {
    for (const { name, term } of this.specs.values()) put(this.sliders.node(name), "data-lit", lights(term, lit));
  }

  /** Put the thumbs at `moved` ({name: position}), also those in hand. */
  place(moved) {
    for (const [name, index] of Object.entries(moved)) this.sliders.place(name, index);
  }

  /** Which slider plays, and how fast, in the words of `text`. */
  playing(name, speed, text) {
    this.sliders.playing(name, speed, text);
  }

  /** The slider that is the timeline. */
  get timeline() {
    return [...this.specs.values()].find(({ timeline }) => timeline);
  }

  /** Whether a slider is in a hand. */
  get held() {
    return this.sliders.held !== null;
  }

  /**
   * The timeline reaches to position `latest`, and is at `at`.
   * @param {number} latest
   * @param {number} at
   */
  reach(latest, at) {
    if (this.timeline) this.sliders.reach(this.timeline.name, latest, at);
  }

  /**
   * What is known of the values set, and how far their tracks have come: at the sliders, and in the line under them a
   * warning, else, where sliders are many, what is known of the one that was touched. Gives the warning, which is said.
   * @param {Record<string, string>} text
   * @param {string | null} touched
   * @param {string} stopped what is to be said of the run that is shown
   * @param {(name: string, total: number) => { done: number, total: number }} arrived
   */
  tell(text, touched, stopped, arrived) {
    const { sliders } = this;
    sliders.notes(text, arrived);
    const warning = sliders.warning(touched) || stopped;
    const remark = sliders.warning(touched, "remarks");
    const many = touched !== null && this.node.hasAttribute("data-many");
    const words = warning || remark || (many ? sliders.known(touched, text, arrived) : "");
    plain(this.words, words);
    put(this.words, "data-warns", Boolean(warning));
    return warning || remark;
  }

  /** Words that are too long for their place are a little smaller, and in two lines; no word is cut. */
  fit() {
    const labels = [...this.rows.querySelectorAll(".lv-label")];
    for (const key of ["data-cut", "data-small"]) for (const label of labels) put(label, key, false);
    for (const key of ["data-small", "data-cut"]) {
      const long = labels.map((label) => label.scrollWidth > label.clientWidth);
      labels.forEach((label, at) => put(label, key, long[at]));
    }
  }

  /** How every control stands, in words: "Scale s = 16". */
  get readings() {
    return [...this.choices.readings, ...this.sliders.readings];
  }

  /** Something else is done: the word about what was typed is out of date. */
  hush() {
    this.sliders.hush();
  }

  close() {
    this.sliders.close();
  }

  /** The symbol in its class's colour, and room for long readings. */
  #dress({ name, label, symbol, texts, also }) {
    const row = this.sliders.node(name);
    const input = row.querySelector(".lv-range");
    if (!row.also) row.append((row.also = new Also()).node);
    row.also.update(also);
    put(row, "data-also", Boolean(also));
    put(row.querySelector(".lv-label"), "title", label);
    let sign = row.querySelector(".ll-symbol");
    if (!sign) row.prepend(sign = el("span", { class: "ll-symbol", "aria-hidden": "true", id: `${input.id}-symbol` }));
    say(sign, symbol ?? "");
    // as it is called in the text: two sliders of one name differ in their symbols
    put(input, "aria-labelledby", symbol ? `${sign.id} ${input.id}-label` : null);
    put(row, "data-long", widest(texts) > LONG_READING);
  }
}

/** How wide the widest of `texts` is, in digits. */
function widest(texts) {
  const one = (sign) => (WIDE.test(sign) ? WIDE_WIDTH : sign === THIN ? THIN_WIDTH : 1);
  return Math.max(0, ...texts.map((text) => [...text].reduce((sum, sign) => sum + one(sign), 0)));
}
