// What is lit stands out, and the other marks of its picture step back.

import { lights } from "./light.js";

const BACK = 0.45;
// what steps back can still be read
const BACK_TEXT = 0.72;

export class Emphasis {
  /** `terms`: all terms of a picture. Where none of them is lit, nothing steps back. */
  constructor(lit, terms) {
    this.lit = lit;
    this.some = Boolean(lit) && terms.some((term) => lights(term, lit));
  }

  on(term) {
    return this.some && lights(term, this.lit);
  }

  /** How opaque a mark is drawn. */
  alpha(term) {
    return !this.some || this.on(term) ? 1 : BACK;
  }

  /** How opaque its name or value is written. */
  text(term) {
    return !this.some || this.on(term) ? 1 : BACK_TEXT;
  }
}
