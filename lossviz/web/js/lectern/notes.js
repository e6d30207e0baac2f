// The speaker's window: what is said at this step, what comes next, the time; and it can step itself. It is a page of its
// own, without Streamlit, and follows the tab that presents.

import { el, fill, put, say } from "../frame/dom.js";
import { minutesOf, since } from "./clock.js";
import { actOf } from "./keys.js";

const TICK_MS = 500;
// keys that mean the same in the window that presents
const PASSED = ["step", "first", "last", "line", "reveal", "reset", "blank", "play", "move", "take"];

/**
 * @typedef {{ base: string, lang: string, page: string, title: string, steps: import("./bar.js").Step[],
 *   text: Record<string, string> }} Data
 */

/** One step as it is read here. */
class Part {
  /**
   * @param {string} name
   * @param {Data} data
   */
  constructor(name, data) {
    this.data = data;
    this.title = el("h1");
    this.minutes = el("p", { class: "minutes" });
    this.notes = el("div", { class: "notes" });
    this.node = el(
      "section",
      { "data-part": name },
      el("h2", {}, data.text[name]),
      this.title,
      this.minutes,
      this.notes,
    );
  }

  /** @param {import("./bar.js").Step | undefined} step undefined: there is none */
  show(step) {
    const { text } = this.data;
    say(this.title, step?.title ?? text.over);
    say(this.minutes, step?.minutes ? fill(text.minutes, { minutes: step.minutes }) : "");
    if (step?.notes) this.notes.innerHTML = step.notes;
    else say(this.notes, step ? text.none : "");
  }
}

class Notes {
  #at = 0;
  /** @type {number | null} */
  #began = null;
  #channel;

  /**
   * @param {Data} data
   * @param {string} channel
   */
  constructor(data, channel) {
    this.data = data;
    const { text } = data;
    this.now = new Part("now", data);
    this.next = new Part("next", data);
    this.place = el("p", { role: "status" });
    this.elapsed = el("time", { class: "elapsed", "aria-label": text.elapsed });
    this.clock = el("time", { class: "clock", title: text.clock });
    this.said = el("p", { class: "said", role: "status" });
    this.back = el("button", {
      type: "button",
      "data-action": "back",
      onclick: () => this.#ask({ act: "step", way: -1 }),
    }, `‹ ${text.back}`);
    this.on = el(
      "button",
      { type: "button", "data-action": "on", onclick: () => this.#ask({ act: "step", way: 1 }) },
      `${text.on} ›`,
    );
    document.body.append(
      el("header", {}, this.elapsed, this.place, this.clock),
      this.said,
      el("main", {}, this.now.node, this.next.node),
      el("footer", {}, this.back, this.on),
    );
    this.#channel = new BroadcastChannel(channel);
    this.#channel.onmessage = ({ data: said }) => said.at && this.#follow(said.at);
    addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), TICK_MS);
    say(this.said, channel ? text.waiting : text.lost);
    this.#show();
    this.#channel.postMessage({ ask: true });
  }

  /** @param {import("./speaker.js").State} state */
  #follow({ page, lang, anchor, began, on }) {
    if (page !== this.data.page || lang !== this.data.lang) {
      const query = new URLSearchParams(location.search);
      query.set("lesson", page);
      query.set("lang", lang);
      location.search = String(query);
      return;
    }
    this.#at = Math.max(this.data.steps.findIndex((step) => step.anchor === anchor), 0);
    this.#began = began;
    say(this.said, on ? "" : this.data.text.waiting);
    this.#show(on);
  }

  #show(on = false) {
    const { steps, text } = this.data;
    put(this.said, "hidden", !this.said.textContent);
    say(this.place, fill(text.step, { n: this.#at + 1, all: steps.length, title: steps[this.#at].title }));
    this.now.show(steps[this.#at]);
    this.next.show(steps[this.#at + 1]);
    put(this.back, "disabled", !on || this.#at === 0);
    put(this.on, "disabled", !on || this.#at === steps.length - 1);
    this.#tick();
  }

  #tick() {
    const { steps, text, lang } = this.data;
    const passed = since(this.#began, Date.now());
    const minutes = minutesOf(steps);
    say(this.elapsed, minutes === null ? passed : fill(text.time, { passed, minutes }));
    say(this.clock, new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" }));
  }

  /** @param {import("./keys.js").Act} what */
  #ask(what) {
    this.#channel.postMessage(what);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const what = actOf(event, document.activeElement);
    if (!what || !PASSED.includes(what.act)) return;
    event.preventDefault();
    this.#ask(what);
  }
}

/** @type {Data} */
const told = JSON.parse(document.getElementById("lossviz-notes")?.textContent ?? "");
new Notes(told, new URLSearchParams(location.search).get("channel") ?? "");
