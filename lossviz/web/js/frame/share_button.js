// The small button of a stage that opens the dialog about what it shows.

import { el, put } from "./dom.js";
import { icon } from "./icons.js";

export class ShareButton {
  /** @param {() => void} share */
  constructor(share) {
    this.node = el(
      "button",
      { type: "button", class: "lv-button lv-square ls-small", "data-action": "share", onclick: share },
      icon("share"),
    );
  }

  /** @param {Record<string, string>} text */
  update(text) {
    put(this.node, "aria-label", text.share);
    put(this.node, "title", text.share);
  }
}
