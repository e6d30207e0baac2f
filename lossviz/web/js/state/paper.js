// Whether the page is being printed. Then it has the width of a sheet, is light, and its canvases are drawn for that.

/** Tells "laid" when the page has been laid out for paper, and for the screen again: all is to be drawn at once. */
class Paper extends EventTarget {
  on = false;

  /** From now on the page is laid out anew when it is printed. */
  keep() {
    addEventListener("beforeprint", () => this.#lay(true));
    addEventListener("afterprint", () => this.#lay(false));
  }

  /** @param {boolean} on */
  #lay(on) {
    if (on === this.on) return;
    this.on = on;
    document.documentElement.toggleAttribute("data-paper", on);
    this.dispatchEvent(new Event("laid"));
  }
}

export const paper = new Paper();
