// Words that belong to the state: what a choice shows, and why; with a link to the run, if it has one.

import { el, languageOf } from "../frame/dom.js";
import { playground } from "../site/site.js";

export class Prose {
  /** @type {{ node: HTMLAnchorElement, run: string } | null} */
  #link = null;

  constructor() {
    this.node = el("div", { class: "lp-prose" });
  }

  /** @param {import("./records.d.ts").Prose} spec */
  update({ paragraphs, open, run }) {
    this.node.replaceChildren(...paragraphs.map((markup) => {
      const node = el("p");
      node.innerHTML = markup;
      return node;
    }));
    this.#link = null;
    if (!run || !open) return;
    const node = el("a", { target: "_blank", rel: "noopener" });
    node.textContent = open;
    this.node.lastElementChild?.append(" ", node);
    this.#link = { node, run };
  }

  draw() {
    if (this.#link) this.#link.node.href = playground(this.#link.run, languageOf(this.node));
  }

  close() {
    this.node.remove();
  }
}
