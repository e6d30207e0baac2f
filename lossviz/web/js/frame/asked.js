// One question with its options, the vote or the answers, and the reasons.

import { el, fill, put, say } from "./dom.js";
import { icon } from "./icons.js";
import { Dress } from "./dress.js";
import { Raised } from "./raised.js";
import { write } from "../formula/html.js";
import { readHands, sharesOf } from "../state/hands.js";
import { Kept } from "../state/kept.js";

// a room is asked who is for B
const LETTERS = "ABCDEFGH";
let made = 0;

/**
 * @typedef {{ id: string, kind: "vote" | "check", question: string, options: { text: string, reason: string,
 *   right: boolean }[], text: Record<string, string>, theme: Dress["themes"] }} Data
 * @typedef {{ node: HTMLElement, button: HTMLElement, words: HTMLElement, verdict: HTMLElement, reason: HTMLElement,
 *   told: HTMLElement, box: HTMLElement, raised: Raised }} Option
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
    this.reveal = action("reveal", () => this.#reveal(true));
    this.count = action("count", () => this.#count());
    this.round = action("round", () => this.#again(this.#counts(), true));
    this.again = action("again", () => this.#again([], true));
    const buttons = el("div", { class: "ll-asking" }, this.reveal, this.count, this.round, this.again);
    this.foot = el("div", { class: "ll-foot" }, buttons, this.note);
    this.root = el("div", { class: "lv-stage ll-question", "data-testid": "question" }, this.ask, this.list, this.foot);
    this.root.addEventListener("lossviz-reveal", () => this.#reveal(false));
    this.root.addEventListener("lossviz-reset", () => this.#again([], false));
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
    if (other) this.kept = new Kept(data.kind, data.id, data.options.length);
    put(this.root, "data-kind", data.kind);
    put(this.root, "data-question", data.id);
    write(this.ask, data.question);
    this.#fill(data.options);
    const { text } = data;
    say(this.reveal, text.reveal);
    say(this.count, text.hands);
    say(this.round, text.again_round);
    this.again.replaceChildren(icon("reset"), text.again);
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
    const letter = el("span", { class: "ll-letter", "aria-hidden": "true" }, LETTERS[at] ?? "");
    const words = el("span", { class: "ll-option-words" });
    const verdict = el("span", { class: "ll-verdict" });
    const button = el(
      "button",
      { type: "button", class: "lv-button ll-option", "data-option": at, onclick: () => this.#choose(at) },
      letter,
      words,
      verdict,
    );
    const reason = el("p", { class: "ll-reason" });
    // the verdict is in the button, which is not read aloud when it comes
    const told = el("span", { class: "ll-told" });
    const box = el("div", { class: "ll-outcome" });
    const raised = new Raised((text) => {
      this.kept.write(at, text);
      this.#show();
    });
    const node = el("div", { class: "ll-answer" }, button, raised.field, raised.fault, raised.bars, box);
    this.#options.push({ node, button, words, verdict, reason, told, box, raised });
    this.list.append(node);
  }

  #choose(at) {
    if (this.kept.vote.revealed) return;
    this.kept.choose(at);
    this.#show();
  }

  /** @param {boolean} pressed by the button, which goes: the focus is to go on from the answer */
  #reveal(pressed) {
    if (this.data.kind !== "vote") return;
    this.kept.reveal();
    this.#show();
    if (pressed) this.#options.find((_, at) => this.data.options[at].right)?.button.focus();
  }

  #count() {
    this.kept.count(!this.kept.vote.counts);
    this.#show();
    if (this.kept.vote.counts) this.#options[0].raised.field.focus();
  }

  /**
   * Ask the question anew, beside the hands of the round before if there are any.
   * @param {(number | null)[]} before
   * @param {boolean} pressed
   */
  #again(before, pressed) {
    this.kept.again(before);
    this.#show();
    const [{ button, raised }] = this.#options;
    if (pressed) (before.length ? raised.field : button).focus();
  }

  /** The hands of each option; null where no number stands. */
  #counts() {
    return this.#options.map((_, at) => readHands(this.kept.vote.hands[at] ?? "").count);
  }

  #show() {
    const { options, kind, text } = this.data;
    const { vote: { chosen, revealed, counts }, tried, begun } = this.kept;
    const solved = kind === "check" && tried.some((at) => options[at]?.right);
    this.#options.forEach((option, at) => {
      const { right } = options[at];
      const open = kind === "vote" ? revealed : tried.includes(at);
      put(option.button, "aria-pressed", String(at === chosen));
      put(option.button, "aria-disabled", revealed ? "true" : null);
      put(option.node, "data-verdict", open ? (right ? "right" : "wrong") : null);
      const verdict = open ? this.#verdict(at) : "";
      option.verdict.replaceChildren(...(verdict ? [right ? icon("check") : "", verdict] : []));
      say(option.told, verdict ? `${verdict}. ` : "");
      // every reason is there to be read; of a vote's the one of the answer is read aloud
      const told = kind === "vote" || solved ? open : open && at === chosen;
      put(option.box, "role", kind === "check" || !revealed || right ? "status" : null);
      this.#tell(option, told);
    });
    this.#raise();
    put(this.root, "data-revealed", revealed);
    put(this.root, "data-counts", counts);
    put(this.reveal, "hidden", kind !== "vote" || revealed);
    put(this.count, "hidden", kind !== "vote");
    put(this.count, "aria-expanded", String(counts));
    put(this.again, "hidden", kind === "vote" ? !begun : !solved);
    say(this.note, kind === "vote" ? (revealed ? "" : text.vote_note) : solved ? text.check_note : "");
    put(this.foot, "hidden", kind === "check" && !solved);
  }

  /** What is said of an option that is open: of a vote only which is the answer, and which was one's own. */
  #verdict(at) {
    const { options, kind, text } = this.data;
    if (options[at].right) return text.right;
    if (kind === "check") return text.wrong;
    return at === this.kept.vote.chosen ? text.mine : "";
  }

  /** Written only where it changes: what stands there already is not to be read aloud again. */
  #tell({ box, told, reason }, open) {
    if (open === box.contains(reason)) return;
    box.replaceChildren(...(open ? [told, reason] : []));
  }

  /** The hands, where they are counted: numbers, and bars of this round and of the one before. */
  #raise() {
    const { text } = this.data;
    const { hands, before, counts: on } = this.kept.vote;
    const counts = this.#counts();
    const [shares, past] = [sharesOf(counts), sharesOf(before)];
    this.#options.forEach(({ raised }, at) => {
      const letter = LETTERS[at] ?? String(at + 1);
      raised.update(fill(text.hands_for, { letter }), hands[at] ?? "");
      raised.show(text, {
        count: counts[at],
        share: shares?.[at] ?? null,
        before: before[at] ?? null,
        past: past?.[at] ?? null,
      });
      for (const node of [raised.field, raised.fault]) put(node, "hidden", !on);
      if (!on) put(raised.bars, "hidden", true);
    });
    put(this.round, "hidden", !on || !shares);
  }
}

/** A button with the name of what it does. */
function action(name, onclick) {
  return el("button", { type: "button", class: `lv-button ll-${name}`, "data-action": name, onclick });
}
