// The colours of the page on one root element, whenever the page changes them.

import { paint, paletteFor } from "../drawing/theme.js";
import { paper } from "../state/paper.js";
import { shade } from "../state/shade.js";

// the page may change its colours a moment after it has called us
const LATER_MS = 250;

export class Dress {
  #timer = 0;
  #gone = new AbortController();

  // both from the first `update` on
  /** @type {Parameters<typeof paletteFor>[0]} */
  themes;
  /** @type {import("../drawing/theme.js").Palette} */
  palette;

  /**
   * `changed` is called after `root` has got other colours than before.
   * @param {HTMLElement} root
   * @param {HTMLElement} parent
   * @param {() => void} changed
   */
  constructor(root, parent, changed) {
    this.root = root;
    this.parent = parent;
    this.changed = changed;
    paper.addEventListener("laid", () => this.#look(), { signal: this.#gone.signal });
    shade.addEventListener("changed", () => this.#again(), { signal: this.#gone.signal });
  }

  /**
   * Put the colours of `themes` that suit the page on the root.
   * @param {Dress["themes"]} themes
   */
  update(themes) {
    this.themes = themes;
    this.palette = paletteFor(themes, this.parent);
    paint(this.root, this.palette);
    this.changed();
    this.#later();
  }

  close() {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LATER_MS);
  }

  #again() {
    this.#look();
    this.#later();
  }

  #look() {
    if (this.themes && paletteFor(this.themes, this.parent).name !== this.palette.name) this.update(this.themes);
  }
}
