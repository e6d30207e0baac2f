// The thin line under a step: where one is, how long it has taken, and what can also be pressed.

import { el, fill, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { minutesOf, since } from "./clock.js";

const TICK_MS = 1000;

/**
 * @typedef {{ anchor: string, kind: string, key: string, holder: string, title: string, minutes: number | null,
 *   notes: string }} Step
 */

export class Bar {
  #timer = 0;
  /** @type {number | null} */
  #minutes = null;

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {Record<string, string>} text
   * @param {(act: import("./keys.js").Act) => void} act
   */
  constructor(clock, text, act) {
    this.clock = clock;
    this.text = text;
    this.place = el("span", { class: "lc-place" });
    this.title = el("span", { class: "lc-title" });
    this.trouble = el("span", { class: "lc-trouble", role: "alert" });
    this.time = el("button", {
      type: "button",
      class: "lc-button lc-time",
      title: text.clock_anew,
      onclick: () => this.#anew(),
    });
    /** @type {(name: string, sign: Node | string, what: import("./keys.js").Act, key: string) => HTMLButtonElement} */
    const button = (name, sign, what, key) => (
      el("button", {
        type: "button",
        class: "lc-button",
        "data-action": name,
        title: `${text[name]} (${key})`,
        "aria-label": text[name],
        onclick: () => act(what),
      }, sign)
    );
    this.node = el(
      "div",
      { class: "lc-bar", role: "group", "aria-label": text.presenting },
      button("back", "‹", { act: "step", way: -1 }, "Page ↑"),
      this.place,
      button("on", "›", { act: "step", way: 1 }, "Page ↓"),
      this.title,
      this.trouble,
      this.time,
      button("speaker", icon("notes"), { act: "speaker" }, "S"),
      button("keys", "?", { act: "list" }, "?"),
      button("end", icon("close"), { act: "end" }, "Esc"),
    );
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /**
   * Step `at` of these, of the page with this title.
   * @param {Step[]} steps
   * @param {number} at
   * @param {string} title
   */
  show(steps, at, title) {
    say(this.place, `${at + 1} / ${steps.length}`);
    say(this.title, title);
    say(this.trouble, "");
    this.#minutes = minutesOf(steps);
    this.#tick();
  }

  /** @param {string} words what did not work */
  complain(words) {
    say(this.trouble, words);
  }

  close() {
    clearInterval(this.#timer);
    this.node.remove();
  }

  #anew() {
    this.clock.start(true);
    this.#tick();
  }

  #tick() {
    const passed = since(this.clock.began, Date.now());
    say(this.time, this.#minutes === null ? passed : fill(this.text.time, { passed, minutes: this.#minutes }));
    put(this.time, "aria-label", `${this.text.elapsed} ${this.time.textContent}. ${this.text.clock_anew}`);
  }
}
