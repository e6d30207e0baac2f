// The hands that were raised for one option: a field for their number, and bars of this round and of the one before.

import { el, fill, put, say } from "./dom.js";
import { readHands } from "../state/hands.js";

let made = 0;

export class Raised {
  /** @param {(text: string) => void} typed called with what stands in the field, whenever it is another text */
  constructor(typed) {
    made += 1;
    const id = `ll-hands-${made}`;
    this.field = el("input", {
      class: "ll-hands",
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: 12,
      "aria-describedby": id,
      oninput: () => typed(this.field.value),
    });
    this.fault = el("p", { class: "ll-fault", id, role: "status" });
    this.before = bar("before");
    this.now = bar("now");
    this.bars = el("div", { class: "ll-bars" }, this.now.node, this.before.node);
  }

  /**
   * What the field is called, and what is written in it.
   * @param {string} name
   * @param {string} text
   */
  update(name, text) {
    put(this.field, "aria-label", name);
    put(this.field, "title", name);
    if (this.field.value !== text) this.field.value = text;
  }

  /**
   * @param {Record<string, string>} words
   * @param {{ count: number | null, share: number | null, before: number | null, past: number | null }} seen the hands
   * of this round and of the one before, and their shares; null where nobody has been asked
   */
  show(words, { count, share, before, past }) {
    const text = this.field.value;
    const { fault } = readHands(text);
    put(this.field, "aria-invalid", fault ? "true" : null);
    say(this.fault, fault ? fill(words[`hands_${fault}`], { text: text.trim() }) : "");
    this.now.show(share, share === null ? "" : fill(words.hands_share, { count: count ?? 0, share: whole(share) }));
    const told = past === null ? "" : fill(words.hands_before, { count: before ?? 0, share: whole(past) });
    this.before.show(past, told);
    put(this.bars, "hidden", share === null && past === null);
  }
}

/** @param {number} share */
const whole = (share) => Math.round(100 * share);

/** @param {"now" | "before"} round */
function bar(round) {
  const full = el("span", { class: "ll-bar-full" });
  const words = el("span", { class: "ll-bar-words" });
  const node = el("div", { class: "ll-bar", "data-round": round }, el("span", { class: "ll-bar-rail" }, full), words);
  /** @type {(share: number | null, told: string) => void} */
  const show = (share, told) => {
    full.style.setProperty("width", `${100 * (share ?? 0)}%`);
    say(words, told);
    put(node, "hidden", share === null);
  };
  return { node, show };
}
