// When something is painted: at once and as fine as can be; while one redraw follows the other more coarsely where that
// is faster, and not at all where nobody sees it; and finely again as soon as it rests.

// as long after the last redraw something rests
const REST_MS = 240;
// what is so near to the screen is painted, too: it may be scrolled there
const NEAR_PX = 64;

export class Pace {
  #paint;
  #watch;
  #seen = true;
  // the end of the last redraw
  #last = -Infinity;
  // whether something finer is to follow
  #owed = false;
  #timer = 0;

  /**
   * `paint(moving)` paints what `node` shows now; true when it could have been finer.
   * @param {Element} node
   * @param {(moving: boolean) => boolean} paint
   */
  constructor(node, paint) {
    this.#paint = paint;
    this.#watch = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: `${NEAR_PX}px` });
    this.#watch.observe(node);
  }

  /** There is something new to paint. */
  ask() {
    const moving = performance.now() - this.#last < REST_MS;
    this.#owed = moving && !this.#seen ? true : this.#paint(moving);
    // from the end on: what takes long to paint is not at rest for that
    this.#last = performance.now();
    if (this.#owed && !this.#timer) this.#wait(REST_MS);
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
    else if (this.#owed) this.#owed = this.#paint(false);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #look(entries) {
    this.#seen = entries[entries.length - 1].isIntersecting;
    if (this.#seen && this.#owed) this.ask();
  }
}
