// The numbers of a run as files: tables for a spreadsheet, arrays for NumPy.

import { download } from "../../taking/files.js";
import { GONE, inSeconds, refusalOf } from "../../wire/asking.js";
import { patiently } from "../../wire/patient.js";
import { el, fill, put, say } from "../dom.js";
import { icon } from "../icons.js";
import { takeAddress } from "./take_address.js";

const KINDS = ["csv", "npz"];
const NAME = /filename="([^"]+)"/;

export class DataSection {
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {import("./take_address.js").Where | null} */
  where = null;

  constructor() {
    this.summary = el("summary");
    this.about = el("p", { class: "ls-about" });
    this.buttons = KINDS.map((what) => {
      const words = el("span");
      const press = () => this.take(what);
      const button = el(
        "button",
        { type: "button", class: "lv-button", "data-take": what, onclick: press },
        icon("save"),
      );
      button.append(words);
      return { button, words, what };
    });
    this.said = el("p", { class: "ls-said", role: "status" });
    const row = el("div", { class: "ls-buttons lv-take-row" }, ...this.buttons.map(({ button }) => button));
    this.node = el("details", { class: "ls-more", "data-section": "data" }, this.summary, this.about, row, this.said);
  }

  /** @param {import("./take_address.js").Where} where */
  update(where) {
    if (this.where && takeAddress(this.where, "csv") !== takeAddress(where, "csv")) say(this.said, "");
    this.where = where;
    const { text } = where;
    put(this.node, "hidden", !takeAddress(where, "csv"));
    say(this.summary, text.take_data);
    say(this.about, text.take_data_about);
    for (const { words, what } of this.buttons) say(words, text[`take_${what}`]);
  }

  /**
   * Fetch a file, and hand it to the browser; a second press begins anew.
   * @param {string} what
   */
  async take(what) {
    const { where } = this;
    const url = where && takeAddress(where, what);
    if (!where || !url) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { text } = where;
    const tell = (/** @type {string} */ words) => asking.signal.aborted || say(this.said, words);
    tell(text.take_fetching);
    try {
      const response = await patiently(url, asking.signal, (place, wait) => {
        tell(fill(text.take_waiting, { place, seconds: inSeconds(wait) }));
      });
      const file = await response.blob();
      if (asking.signal.aborted) return;
      const name = NAME.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `lossviz.${what}`;
      download(file, name);
      tell(fill(text.take_done, { name }));
    } catch (thrown) {
      tell(refusalOf(thrown).status === GONE ? text.take_gone : text.take_lost);
    }
  }

  close() {
    this.#asking?.abort();
  }
}
