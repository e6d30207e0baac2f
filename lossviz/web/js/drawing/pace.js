// When something is painted: at once and as fine as can be; while one redraw follows the other more coarsely where that
// is faster, not at all where nobody sees it, and, where frames come late, seldom if it is not what is looked at; and
// finely again as soon as it rests.

import { put } from "../frame/dom.js";
import { tempo as ofPage } from "./tempo.js";

// as long after the last redraw something rests
const REST_MS = 240;
// what is so near to the screen is painted, too: it may be scrolled there
const NEAR_PX = 64;
// what waits while frames come late is painted so often
const TURN_MS = 120;

export class Pace {
  #node;
  #paint;
  #watch;
  #tempo;
  #waits;
  #held;
  #seen = true;
  // when it was painted last
  #painted = -Infinity;
  // the end of the last redraw
  #last = -Infinity;
  // whether something finer is to follow
  #owed = false;
  #timer = 0;

  /**
   * `paint(moving)` paints what `node` shows now; true when it could have been finer. `waits`: there are things that are
   * looked at more while they move; `held()`: it is in a hand, and never waits.
   * @param {Element} node
   * @param {(moving: boolean) => boolean} paint
   * @param {{ waits?: boolean, held?: () => boolean, tempo?: import("./tempo.js").Tempo }} how
   */
  constructor(node, paint, { waits = false, held = () => false, tempo = ofPage } = {}) {
    this.#node = node;
    this.#paint = paint;
    this.#waits = waits;
    this.#held = held;
    this.#tempo = tempo;
    this.#watch = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: `${NEAR_PX}px` });
    this.#watch.observe(node);
  }

  /** There is something new to paint. */
  ask() {
    const now = performance.now();
    const moving = now - this.#last < REST_MS;
    this.#tempo.beat();
    if (moving && this.#later(now)) this.#owe(true);
    else {
      this.#owe(this.#paint(moving));
      this.#painted = now;
    }
    // from the end on: what takes long to paint is not at rest for that
    this.#last = performance.now();
    if (this.#owed && !this.#timer) this.#wait(REST_MS);
  }

  /**
   * Whether what moves is not to be painted now.
   * @param {number} now
   */
  #later(now) {
    if (!this.#seen) return true;
    if (this.#waits) return this.#tempo.late && now - this.#painted < TURN_MS;
    return !this.#tempo.turn() && now - this.#painted < TURN_MS && !this.#held();
  }

  close() {
    clearTimeout(this.#timer);
    this.#watch.disconnect();
  }

  /** @param {number} time */
  #wait(time) {
    this.#timer = setTimeout(() => this.#rest(), time);
  }

  #rest() {
    this.#timer = 0;
    const left = this.#last + REST_MS - performance.now();
    if (left > 0) this.#wait(left);
    else if (this.#owed) this.#owe(this.#paint(false));
  }

  /** @param {boolean} owed also said on the page: what is there is not the last of it */
  #owe(owed) {
    this.#owed = owed;
    put(this.#node, "data-owed", owed);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #look(entries) {
    this.#seen = entries[entries.length - 1].isIntersecting;
    if (this.#seen && this.#owed) this.ask();
  }
}
