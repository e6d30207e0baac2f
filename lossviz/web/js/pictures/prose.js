// Words that belong to the state: what a choice shows, and why; with a link to the run, if it has one.

import { el, languageOf } from "../frame/dom.js";
import { playground } from "../site/site.js";

export class Prose {
  constructor() {
    this.node = el("div", { class: "lp-prose", "aria-live": "polite" });
  }

  update({ paragraphs, open, run }) {
    this.node.replaceChildren(...paragraphs.map((markup) => {
      const node = el("p");
      node.innerHTML = markup;
      return node;
    }));
    if (!run) return;
    this.link = el("a", { target: "_blank", rel: "noopener" });
    this.link.textContent = open;
    this.run = run;
    this.node.lastElementChild?.append(" ", this.link);
  }

  draw() {
    const lang = languageOf(this.node);
    if (this.link) this.link.href = playground(this.run, lang);
  }

  close() {
    this.node.remove();
  }
}
