// The colours of the page on one root element, whenever the page changes them.

import { paint, paletteFor } from "../drawing/theme.js";

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
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#look(), { signal: this.#gone.signal });
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
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LATER_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  #look() {
    if (this.themes && paletteFor(this.themes, this.parent).mode !== this.palette.mode) this.update(this.themes);
  }
}
