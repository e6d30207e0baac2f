// The button of a page that opens the dialog in which what is shown can be given away.

import { Dress } from "./dress.js";
import { ShareDialog } from "./sharing/dialog.js";
import { el, say } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "../state/place.js";
import { stages } from "../state/stages.js";

export class Share {
  #gone = new AbortController();
  /** @type {ShareDialog | null} */
  #dialog = null;
  /** @type {Record<string, any>} */
  data;
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.words = el("span");
    this.button = el(
      "button",
      { type: "button", class: "lv-button ls-open", "data-action": "share", "aria-haspopup": "dialog" },
      icon("share"),
      this.words,
    );
    this.button.addEventListener("click", () => this.#open(stages.at(place.now)));
    this.root = el("div", { class: "lv-stage ls-share", "data-testid": "sharing" }, this.button);
    this.dress = new Dress(this.root, parent, () => {});
    const { signal } = this.#gone;
    stages.addEventListener("share", (event) => this.#open(/** @type {CustomEvent} */ (event).detail), { signal });
    parent.append(this.root);
  }

  /** @param {Record<string, any>} data */
  update(data) {
    this.data = data;
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    // the small buttons of the stages are of use now
    document.documentElement.dataset.shares = "";
    say(this.words, data.share.button);
    this.dress.update(data.theme);
    this.#dialog?.update(data);
  }

  close() {
    this.closed = true;
    this.#gone.abort();
    this.dress.close();
    this.root.remove();
  }

  #open(stage) {
    if (!this.root.isConnected) return;
    // made when it is first asked for: no page waits for it
    this.#dialog ??= new ShareDialog(this.root);
    this.#dialog.update(this.data);
    this.#dialog.open(stage);
  }
}
