// What is lit stands out, and the other marks of its picture step back.

import { lights } from "./light.js";

const BACK = 0.45;
// what steps back can still be read
const BACK_TEXT = 0.72;

/** @typedef {string | null | undefined} Term */

export class Emphasis {
  /**
   * `terms`: all terms of a picture. Where none of them is lit, nothing steps back.
   * @param {Term} lit
   * @param {Term[]} terms
   */
  constructor(lit, terms) {
    this.lit = lit;
    this.some = Boolean(lit) && terms.some((term) => lights(term, lit));
  }

  /** @param {Term} term */
  on(term) {
    return this.some && lights(term, this.lit);
  }

  /**
   * How opaque a mark is drawn.
   * @param {Term} term
   */
  alpha(term) {
    return !this.some || this.on(term) ? 1 : BACK;
  }

  /**
   * How opaque its name or value is written.
   * @param {Term} term
   */
  text(term) {
    return !this.some || this.on(term) ? 1 : BACK_TEXT;
  }
}
