// The link as a QR code, small beside it, and over the whole screen for the last row.

import { el, put, say } from "../dom.js";
import { icon } from "../icons.js";

export class QrSection {
  constructor() {
    this.small = el("img", { class: "ls-qr", width: 160, height: 160 });
    this.words = el("span");
    this.open = el(
      "button",
      {
        type: "button",
        class: "ls-qr-open",
        "data-action": "large",
        onclick: () => this.large.showModal(),
      },
      this.small,
      this.words,
    );
    this.failed = el("p", { class: "ls-warns", role: "status", hidden: true });
    this.node = el("section", { class: "ls-code-side" }, this.open, this.failed);
    this.picture = el("img", { class: "ls-large-qr" });
    this.name = el("p", { class: "ls-large-name" });
    this.closer = el("button", {
      type: "button",
      class: "ls-large-close",
      "data-action": "close",
      onclick: () => this.large.close(),
    }, icon("close"));
    this.large = el(
      "dialog",
      { class: "ls-large", "data-testid": "qr", onclick: () => this.large.close() },
      this.picture,
      this.name,
      this.closer,
    );
    for (const way of ["load", "error"]) this.small.addEventListener(way, () => this.#came(way === "load"));
  }

  /** @param {import("./dialog.js").Where} where */
  update({ base, link, over, text }) {
    const url = over > 0 ? "" : `${base}lossviz/qr?${new URLSearchParams({ text: link })}`;
    for (const picture of [this.small, this.picture]) {
      if (picture.getAttribute("src") !== url) put(picture, "src", url || null);
      put(picture, "alt", text.qr_alt);
    }
    put(this.node, "hidden", !url);
    say(this.words, text.qr_large);
    say(this.failed, text.qr_failed);
    put(this.large, "aria-label", text.qr_alt);
    put(this.closer, "aria-label", text.close);
    const plain = link.replace(/^https?:\/\//, "");
    // what is longer nobody types off a wall
    say(this.name, plain.length <= 60 ? plain : "");
  }

  /** @param {boolean} well */
  #came(well) {
    put(this.failed, "hidden", well);
    put(this.open, "hidden", !well);
  }
}
