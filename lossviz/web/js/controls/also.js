// Where else on the page a value is: the numbers of the scenes that share it, as links.

import { el, put, say } from "../frame/dom.js";

/** @typedef {{ text: string, scenes: { number: number, anchor: string, name: string }[] }} Elsewhere */

export class Also {
  #words = el("span", { class: "ll-also-words" });
  #links = el("span");
  node = el("span", { class: "ll-also", hidden: true }, this.#words, this.#links);
  #shown = "";

  /** @param {Elsewhere | null | undefined} also */
  update(also) {
    put(this.node, "hidden", !also);
    const shown = JSON.stringify(also ?? null);
    if (!also || shown === this.#shown) return;
    this.#shown = shown;
    say(this.#words, also.text);
    const links = also.scenes.map(({ number, anchor, name }) =>
      el("a", { href: `#${anchor}`, "aria-label": name, title: name }, String(number))
    );
    this.#links.replaceChildren(...links.flatMap((link, at) => (at ? [", ", link] : [link])));
  }
}
