// The colours of the page on one root element, whenever the page changes them.

import { paint, paletteFor } from "../drawing/theme.js";

// the page may change its colours a moment after it has called us
const LATER_MS = 250;

export class Dress {
  #timer = 0;
  #gone = new AbortController();

  /** `changed` is called after `root` has got other colours than before. */
  constructor(root, parent, changed) {
    Object.assign(this, { root, parent, changed, themes: null, palette: null });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#look(), { signal: this.#gone.signal });
  }

  /** Put the colours of `themes` ({light, dark}) that suit the page on the root. */
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
