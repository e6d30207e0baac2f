// What the signs of a picture of samples mean, and what is to be known of what it shows: beside it, where it has room.

import { el, fill, put, say } from "../frame/dom.js";

const SIGNS = ["region", "margin", "wrong", "test", "boundary"];
// more letters than these are counted instead of listed
const LONGEST_LIST = 24;

export class Signs {
  constructor() {
    this.signs = Object.fromEntries(SIGNS.map((sign) => [sign, el("span")]));
    this.list = el(
      "ul",
      { class: "lv-legend" },
      ...SIGNS.map((sign) => el("li", { class: `lv-sign lv-sign-${sign}` }, this.signs[sign])),
    );
    this.note = el("p", { class: "lv-empty" });
    this.node = el("div", { class: "lv-key" }, this.list, this.note);
  }

  /**
   * @param {Record<string, string>} text
   * @param {boolean} margin
   */
  update(text, margin) {
    put(this.list, "data-margin", margin);
    for (const sign of SIGNS) say(this.signs[sign], text[`legend_${sign}`]);
  }

  /** The signs that are shown with what they mean, and the note, for who draws them elsewhere. */
  get explained() {
    const shown = SIGNS.filter((sign) => sign !== "margin" || this.list.hasAttribute("data-margin"));
    const signs = shown.map((name) => ({ name, text: this.signs[name].textContent ?? "" }));
    return { signs, note: this.note.textContent ?? "" };
  }

  /** The elements that have something in them. */
  get seen() {
    return [...this.list.children, this.note];
  }

  /** @param {string} words what is to be known of what is shown */
  tell(words) {
    say(this.note, words);
  }
}

/**
 * Classes that are not there: by their names, or, where those are long, how many.
 * @param {string[]} missing
 * @param {number} total
 * @param {string} one
 * @param {string} many
 */
export function missingClasses(missing, total, one, many) {
  if (!missing.length) return "";
  const names = missing.join(", ");
  return fill(names.length > LONGEST_LIST ? many : one, { names, count: missing.length, total });
}
