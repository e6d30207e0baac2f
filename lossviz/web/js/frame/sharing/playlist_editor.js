// Steps in a row: what has been put there, and what is to be put there next.

import { el, fill, put, say } from "../dom.js";
import { icon } from "../icons.js";
import { Playlist } from "../../state/playlist.js";

export class PlaylistEditor {
  #playlist = new Playlist();
  #called = "";

  /**
   * @param {() => void} changed
   * @param {() => import("./address.js").Step} step what is set now
   */
  constructor(changed, step) {
    this.changed = changed;
    this.legend = el("legend");
    this.about = el("p", { class: "ls-about" });
    this.list = el("ol", { class: "ls-steps" });
    this.add = el("button", { type: "button", class: "lv-button", "data-action": "add" });
    this.add.addEventListener("click", () => {
      this.#playlist.add({ ...step(), called: this.#called });
      changed();
    });
    this.clear = el("button", { type: "button", class: "lv-button", "data-action": "clear" });
    this.clear.addEventListener("click", () => {
      this.#playlist.clear();
      changed();
    });
    const buttons = el("div", { class: "ls-buttons" }, this.add, this.clear);
    this.node = el("fieldset", { class: "ls-set" }, this.legend, this.about, this.list, buttons);
  }

  get steps() {
    return this.#playlist.steps;
  }

  /**
   * @param {string} called what the step that is set now would be called
   * @param {number} most
   * @param {boolean} full whether the link is too long as it is
   * @param {Record<string, string>} text
   */
  update(called, most, full, text) {
    this.#called = called;
    const { steps } = this;
    say(this.legend, text.playlist);
    say(this.about, text[steps.length ? "playlist_has" : "playlist_about"]);
    say(this.add, fill(text.add, { n: steps.length + 1 }));
    put(this.add, "disabled", full || steps.length >= most);
    say(this.clear, text.clear);
    put(this.clear, "hidden", !steps.length);
    this.list.replaceChildren(...steps.map((step, at) => this.#item(step.called, at, text)));
    put(this.list, "hidden", !steps.length);
  }

  /** @type {(called: string, at: number, text: Record<string, string>) => HTMLElement} */
  #item(called, at, text) {
    const label = fill(text.remove, { n: at + 1 });
    const button = el(
      "button",
      { type: "button", class: "lv-button lv-square", "aria-label": label, title: label },
      icon("close"),
    );
    button.addEventListener("click", () => {
      this.#playlist.remove(at);
      this.changed();
      this.add.focus();
    });
    return el("li", {}, el("span", { dir: "auto" }, called), button);
  }
}
