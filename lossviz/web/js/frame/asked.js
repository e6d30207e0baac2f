// One question with its options, the vote or the answers, and the reasons.

import { el, put, say } from "./dom.js";
import { icon } from "./icons.js";
import { Dress } from "./dress.js";
import { write } from "../formula/html.js";
import { Kept } from "../state/kept.js";

let made = 0;

/**
 * @typedef {{ id: string, kind: "vote" | "check", question: string, options: { text: string, reason: string,
 *   right: boolean }[], text: Record<string, string>, theme: Dress["themes"] }} Data
 * @typedef {{ node: HTMLElement, button: HTMLElement, words: HTMLElement, verdict: HTMLElement, reason: HTMLElement,
 *   box: HTMLElement }} Option
 */

export class Question {
  /** @type {Option[]} */
  #options = [];
  // both from the first `update` on
  /** @type {Data} */
  data;
  /** @type {Kept} */
  kept;
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    made += 1;
    const id = `ll-question-${made}`;
    this.parent = parent;
    this.ask = el("div", { class: "ll-ask", id });
    this.list = el("div", { class: "ll-options", role: "group", "aria-labelledby": id });
    this.note = el("p", { class: "ll-note" });
    this.reveal = el("button", { type: "button", class: "lv-button ll-reveal", "data-action": "reveal" });
    this.reveal.addEventListener("click", () => this.#reveal());
    this.foot = el("div", { class: "ll-foot" }, this.note, this.reveal);
    this.root = el("div", { class: "lv-stage ll-question", "data-testid": "question" }, this.ask, this.list, this.foot);
    this.dress = new Dress(this.root, parent, () => {});
    parent.append(this.root);
  }

  /**
   * New data from Python, or the same in another theme or language.
   * @param {Data} data
   */
  update(data) {
    const other = this.data?.id !== data.id;
    this.data = data;
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    if (other) this.kept = new Kept(data.kind, data.id);
    put(this.root, "data-kind", data.kind);
    put(this.root, "data-question", data.id);
    write(this.ask, data.question);
    this.#fill(data.options);
    say(this.note, data.kind === "vote" ? data.text.vote_note : "");
    say(this.reveal, data.text.reveal);
    this.dress.update(data.theme);
    this.#show();
  }

  close() {
    this.closed = true;
    this.dress.close();
    this.root.remove();
  }

  #fill(options) {
    while (this.#options.length > options.length) this.#options.pop()?.node.remove();
    while (this.#options.length < options.length) this.#add(this.#options.length);
    options.forEach(({ text, reason }, at) => {
      write(this.#options[at].words, text);
      write(this.#options[at].reason, reason);
    });
  }

  #add(at) {
    const words = el("span", { class: "ll-option-words" });
    const verdict = el("span", { class: "ll-verdict" });
    const button = el("button", { type: "button", class: "lv-button ll-option", "data-option": at }, words, verdict);
    const reason = el("p", { class: "ll-reason" });
    // what appears here is read aloud
    const box = el("div", { class: "ll-outcome", role: "status" });
    const node = el("div", { class: "ll-answer" }, button, box);
    button.addEventListener("click", () => this.#choose(at));
    this.#options.push({ node, button, words, verdict, reason, box });
    this.list.append(node);
  }

  #choose(at) {
    if (this.kept.revealed) return;
    this.kept.choose(at);
    this.#show();
  }

  #reveal() {
    this.kept.reveal();
    this.#show();
    this.#options[this.kept.chosen ?? 0].button.focus();
  }

  #show() {
    const { options, kind, text } = this.data;
    const { chosen, revealed, tried } = this.kept;
    this.#options.forEach((option, at) => {
      const { right } = options[at];
      const open = kind === "vote" ? revealed && (right || at === chosen) : tried.includes(at);
      put(option.button, "aria-pressed", String(at === chosen));
      put(option.button, "aria-disabled", revealed ? "true" : null);
      put(option.node, "data-verdict", open ? (right ? "right" : "wrong") : null);
      option.verdict.replaceChildren(
        ...(open ? [icon(right ? "check" : "close"), right ? text.right : text.wrong] : []),
      );
      const told = kind === "vote" ? open : open && at === chosen;
      option.box.replaceChildren(...(told ? [option.reason] : []));
    });
    put(this.root, "data-revealed", revealed);
    put(this.reveal, "hidden", kind !== "vote" || revealed || chosen === null);
    put(this.note, "hidden", kind !== "vote" || revealed);
    put(this.foot, "hidden", kind !== "vote" || revealed);
  }
}
