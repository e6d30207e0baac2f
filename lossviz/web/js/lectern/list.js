// The list of keys, over everything.

import { el } from "../frame/dom.js";

// the keys as they are printed on them, and what they do
const ROWS = [
  ["Page ↓ · Page ↑ · ← · →", "key_step"],
  ["Home · End", "key_ends"],
  ["N · ⇧ N", "key_line"],
  ["V", "key_reveal"],
  ["1 … 9", "key_take"],
  ["+ · − · ⇧", "key_move"],
  ["␣", "key_play"],
  ["R", "key_reset"],
  ["B · .", "key_blank"],
  ["L", "key_light"],
  ["S", "key_speaker"],
  ["F", "key_fill"],
  ["?", "key_list"],
  ["P · Esc", "key_end"],
];

export class KeyList {
  /** @param {Record<string, string>} text */
  constructor(text) {
    const rows = ROWS.flatMap(([keys, words]) => [
      el("dt", {}, ...keys.split(" · ").map((key) => el("kbd", {}, key === "␣" ? text.space : key))),
      el("dd", {}, text[words]),
    ]);
    const close = el("button", { type: "button", class: "lc-button", onclick: () => this.node.close() }, text.close);
    const head = el("div", { class: "lc-list-head" }, el("h2", { id: "lossviz-keys" }, text.keys), close);
    this.node = el(
      "dialog",
      { class: "lc-list", "aria-labelledby": "lossviz-keys" },
      head,
      el("dl", {}, ...rows),
    );
    // a press beside it closes it
    this.node.addEventListener("click", ({ target }) => target === this.node && this.node.close());
  }

  get open() {
    return this.node.open;
  }

  toggle() {
    if (this.node.open) this.node.close();
    else this.node.showModal();
  }
}
