// What a teacher says of a scene: a title, a note, a goal and whether it is reached, and the next step.

import { Dress } from "./dress.js";
import { el, fill, put, say } from "./dom.js";
import { format } from "../drawing/format.js";
import { icon } from "./icons.js";
import { nearest } from "../state/nearest.js";
import { pursuit } from "../state/pursuit.js";
import { say as write } from "../drawing/subscript.js";

// a report of a later banner in the same session has a larger number
let count = 0;

export class Banner {
  #gone = new AbortController();
  /** @type {(name: string, value: object) => void} */
  #report = () => {};
  /** @type {Record<string, any>} */
  data;
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.title = el("h2", { class: "lx-title", dir: "auto" });
    this.note = el("p", { class: "lx-note", dir: "auto" });
    this.words = el("span");
    // it is there before it has anything to say: else a screen reader may miss it
    this.told = el("span", { class: "lx-told", role: "status" });
    this.mark = el("span", { class: "lx-mark", "aria-hidden": "true" });
    this.goal = el("p", { class: "lx-goal" }, this.mark, this.words, this.told);
    this.place = el("span", { class: "lx-place" });
    this.next = el("a", { class: "lv-button" });
    this.leave = el("button", { type: "button", class: "lv-button lx-leave", "data-action": "leave" });
    this.leave.addEventListener("click", () => this.#leave());
    const said = el("div", { class: "lx-said" }, this.title, this.note, this.goal);
    const ways = el("div", { class: "lx-ways" }, this.place, this.next, this.leave);
    this.root = el("section", { class: "lv-stage lx-banner", "data-testid": "exercise" }, said, ways);
    this.dress = new Dress(this.root, parent, () => {});
    pursuit.addEventListener("news", () => this.#show(), { signal: this.#gone.signal });
    parent.append(this.root);
  }

  /**
   * @param {Record<string, any>} data
   * @param {(name: string, value: object) => void} setStateValue
   */
  update(data, setStateValue) {
    this.data = data;
    this.#report = setStateValue;
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    pursuit.want(data.goal, data.scene);
    this.dress.update(data.theme);
    this.#show();
  }

  close() {
    this.closed = true;
    this.#gone.abort();
    this.dress.close();
    this.root.remove();
  }

  #show() {
    if (!this.data) return;
    const { title, note, goal, at, steps, next, words, lang } = this.data;
    const { offer, reached } = pursuit;
    put(this.root, "lang", lang);
    put(this.root, "aria-label", words.name);
    say(this.title, title || words.name);
    say(this.note, note);
    put(this.note, "hidden", !note);
    put(this.goal, "hidden", !goal);
    put(this.root, "data-reached", goal ? reached : null);
    if (goal) write(this.words, this.#goal(words));
    this.mark.replaceChildren(...(reached ? [icon("check")] : []));
    const last = steps > 1 && !next ? words.all_done : words.reached;
    say(this.told, goal && reached ? last : "");
    say(this.place, steps > 1 ? fill(words.place, { n: at, all: steps }) : "");
    put(this.place, "hidden", steps < 2);
    put(this.next, "hidden", !next);
    put(this.next, "href", next);
    // it is named by `offer` too: a goal that this scene does not have keeps nobody here
    const due = !goal || reached || offer === null;
    say(this.next, due ? words.next : words.skip);
    put(this.next, "data-due", due);
    say(this.leave, words.leave);
  }

  /** The goal in words, as soon as its scene is here. */
  #goal(words) {
    const { goal, offer } = pursuit;
    if (!goal || offer === undefined) return words.goal;
    if (offer === null) return words.unknown;
    const { relation, value, reach } = goal;
    const of = offer.classes?.find((one) => one.value === value)?.name ?? "";
    /** @type {any} what a number of a picture is written by */
    const kind = offer.format ?? "three";
    const shown = offer.texts && offer.values ? textAt(offer.values, offer.texts, value) : format(kind, value);
    const near = relation === "at" && reach !== null ? ` ± ${reach}` : "";
    return fill(words[`is_${relation}`], { name: offer.label, class: of, value: shown + near });
  }

  #leave() {
    count = Math.max(count + 1, Date.now());
    this.#report("leave", { to: this.data.visitor, n: count });
  }
}

/**
 * A slider's value as it stands beside it, if it is one of its own.
 * @param {number[]} values
 * @param {string[]} texts
 * @param {number} value
 */
function textAt(values, texts, value) {
  const at = nearest(values, value);
  return Math.abs(values[at] - value) <= 1e-6 * (1 + Math.abs(value)) ? texts[at] : String(value);
}
