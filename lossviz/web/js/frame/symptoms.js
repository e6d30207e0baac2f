// All options of a scene's list in one table, in the words that people search for: each is a link to
// its state, and on this page it goes there without a reload.

import { el, say } from "./dom.js";
import { mounting } from "./mounting.js";
import { Dress } from "./dress.js";

class Symptoms {
  #shape = "";
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.list = el("dl", { class: "ll-symptoms" });
    this.root = el("div", { class: "lv-stage ll-question" }, this.list);
    this.dress = new Dress(this.root, parent, () => {});
    parent.append(this.root);
  }

  update(data) {
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    this.dress.update(data.theme);
    const shape = JSON.stringify([data.groups, data.lang]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.list.replaceChildren(...data.groups.flatMap((group) => this.#entry(group, data)));
  }

  close() {
    this.closed = true;
    this.dress.close();
    this.root.remove();
  }

  #entry({ text, reported, options }, { scene }) {
    const [name, words] = [el("dt"), el("dd")];
    say(name, text);
    const causes = options.map(({ text: label, href, at }) => {
      const link = el("a", { href, onclick: (event) => follow(event, scene, at) });
      say(link, label);
      return link;
    });
    const told = el("span", { class: "ll-reported" });
    say(told, reported);
    words.append(told, el("span", { class: "ll-causes" }, ...causes));
    return [name, words];
  }
}

/** Choose it in the scene, as if it had been pressed there; with a key held it is a link. */
function follow(event, scene, at) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const root = document.querySelector(`[data-testid=stage][data-scene="${scene}"]`);
  const index = root?.querySelector(".ll-index:not([hidden])");
  if (!root || !index) return;
  event.preventDefault();
  index.dispatchEvent(new CustomEvent("choose", { detail: at }));
  (root.closest("[class*=st-key-scene-]") ?? root).scrollIntoView();
  // where the screen is narrow, the list is a field
  const option = index.querySelector("button[aria-pressed=true]");
  const seen = option?.getClientRects().length ? option : index.querySelector("select");
  if (seen instanceof HTMLElement) seen.focus({ preventScroll: true });
}

export default mounting(Symptoms);
