// The controls of a scene: sliders, choices and play buttons, in the server's order.

import { el, put } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { Sliders } from "./sliders.js";
import { Choice } from "./choice.js";
import { inkOf } from "../drawing/colours.js";
import { say } from "../drawing/subscript.js";

// a reading of more digits takes a row of its own
const LONG_READING = 9;
// widths in digits: Chinese signs, and what sets thousands apart
const [WIDE, WIDE_WIDTH] = [/[\u2e80-\uffef]/, 1.8];
const [THIN, THIN_WIDTH] = [",", 0.5];

export class Controls {
  #choices = new Map();

  /** hooks: touch(), drag(name, index), release(name), choose(name, option), play(name); typed as in `Sliders`. */
  constructor(hooks) {
    this.hooks = hooks;
    this.choices = el("div", { class: "ll-choices" });
    this.rows = el("div", { class: "ll-sliders" });
    this.node = el("section", { class: "lv-panel ll-controls", hidden: true }, this.choices, this.rows);
    this.specs = new Map();
    this.sliders = new Sliders(this.rows, {
      touch: () => hooks.touch(),
      drag: (name, value) => hooks.drag(name, this.specs.get(name).values.indexOf(value)),
      release: (name) => hooks.release(name),
      typed: hooks.typed,
    });
  }

  /** Show these specs; the thumbs of the sliders in `hand` stay where they are. */
  update(specs, hand) {
    const sliders = specs.filter(({ kind }) => kind === "slider");
    this.specs = new Map(sliders.map((spec) => [spec.name, spec]));
    this.sliders.update(sliders, (name) => hand.includes(name));
    for (const spec of sliders) this.#dress(spec);
    put(this.rows, "data-count", sliders.length);
    this.#choose(specs.filter(({ kind }) => kind === "choice"));
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
  }

  /** Put the thumbs at `moved` ({name: position}), also those in hand. */
  place(moved) {
    for (const [name, index] of Object.entries(moved)) this.sliders.place(name, index);
  }

  /** Which slider plays, in the words of `text`. */
  playing(name, text) {
    for (const { button, of } of this.#plays()) {
      const on = of === name;
      if (button.dataset.face !== String(on)) button.replaceChildren(icon(on ? "pause" : "play"));
      button.dataset.face = String(on);
      put(button, "aria-label", `${on ? text.pause : text.play}: ${this.specs.get(of).label}`);
    }
  }

  /** Words that are too long for their place are a little smaller before they are cut. */
  fit() {
    const labels = [...this.rows.querySelectorAll(".lv-label")];
    for (const label of labels) put(label, "data-small", false);
    const long = labels.map((label) => label.scrollWidth > label.clientWidth);
    labels.forEach((label, at) => put(label, "data-small", long[at]));
  }

  /** Something else is done: the word about what was typed is out of date. */
  hush() {
    this.sliders.hush();
  }

  close() {
    this.sliders.close();
  }

  /** What a lesson's row has beside a stage's: the symbol in its class's colour, a play button. */
  #dress({ name, label, symbol, plays, texts }) {
    const row = this.sliders.node(name);
    put(row.querySelector(".lv-label"), "title", label);
    let sign = row.querySelector(".ll-symbol");
    if (!sign) row.prepend(sign = el("span", { class: "ll-symbol", "aria-hidden": "true" }));
    say(sign, symbol ?? "");
    put(row, "data-long", widest(texts) > LONG_READING);
    const there = row.querySelector("[data-action=play]");
    if (plays && !there) row.append(this.#button(name));
    if (!plays) there?.remove();
    put(row, "data-plays", plays);
  }

  #button(name) {
    const play = () => this.hooks.play(name);
    return el("button", { type: "button", class: "lv-button lv-square", "data-action": "play", onclick: play });
  }

  #plays() {
    return [...this.specs.values()].filter(({ plays }) => plays)
      .map(({ name }) => ({ of: name, button: this.sliders.node(name).querySelector("[data-action=play]") }));
  }

  #choose(specs) {
    const names = specs.map(({ name }) => name);
    for (const [name, choice] of this.#choices) {
      if (names.includes(name)) continue;
      choice.node.remove();
      this.#choices.delete(name);
    }
    for (const spec of specs) {
      const { name } = spec;
      if (!this.#choices.has(name)) this.#choices.set(name, new Choice(name, (at) => this.hooks.choose(name, at)));
      const choice = this.#choices.get(name);
      choice.update(spec);
      if (choice.node.parentNode !== this.choices) this.choices.append(choice.node);
    }
  }
}

/** How wide the widest of `texts` is, in digits. */
function widest(texts) {
  const one = (sign) => (WIDE.test(sign) ? WIDE_WIDTH : sign === THIN ? THIN_WIDTH : 1);
  return Math.max(0, ...texts.map((text) => [...text].reduce((sum, sign) => sum + one(sign), 0)));
}
