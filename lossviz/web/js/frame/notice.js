// What the scene says about its own work: it waits, the line is broken, the server refuses.

import { el, fill, put, say } from "./dom.js";

// an answer this quick needs no word
const PATIENCE_MS = 500;

export class Notice {
  #timer = 0;

  /** hooks: again(). */
  constructor(parts, { again }) {
    this.parts = parts;
    this.words = el("span");
    this.button = el("button", { type: "button", class: "lv-button", "data-action": "again" });
    this.box = el("div", { class: "lv-alert" }, this.words, this.button);
    this.button.addEventListener("click", () => (this.outdated ? location.reload() : again()));
  }

  /** Show the state of `answers`; `there` says whether something is shown. */
  draw({ state, status, seconds, place, trouble }, there, text) {
    this.#wait(state === "loading", there, place ? fill(text.in_line, { place }) : text.loading);
    this.outdated = state === "refused";
    const waits = status ? text.failed : text.offline;
    const words = {
      full: fill(text.full, { place, seconds }),
      offline: fill(waits, { seconds }),
      refused: text.outdated,
      error: trouble,
    }[state];
    if (!words) return this.box.remove();
    say(this.words, words);
    say(this.button, this.outdated ? text.reload : text.try_now);
    put(this.button, "hidden", state === "error");
    put(this.box, "data-kind", state);
    if (!this.box.isConnected) this.parts.alerts.append(this.box);
    return undefined;
  }

  /** What the server has put right in the state. */
  notes(notes = []) {
    say(this.parts.notes, notes.join(" "));
    put(this.parts.notes, "hidden", notes.length === 0);
  }

  close() {
    clearTimeout(this.#timer);
  }

  /** A word after a while; over a picture that is there it takes no room. */
  #wait(busy, there, words) {
    const { waiting } = this.parts;
    put(waiting, "data-over", there);
    if (!busy) {
      clearTimeout(this.#timer);
      this.#timer = 0;
      say(waiting, "");
      return;
    }
    this.patient = words;
    if (this.#timer) {
      if (waiting.textContent) say(waiting, words);
    } else this.#timer = setTimeout(() => say(waiting, this.patient), PATIENCE_MS);
  }
}
