// Which point of a set stands out, in all pictures that show the set.

/** @typedef {{ node: Element, surface: { width: number, height: number } }} Shows */

// the card of a point needs so many pixels each way
const ROOM = 320;

export class Selection {
  #hovered = -1;
  #changed;
  // what shows the set, and what belongs to it beside: who goes on from one to another keeps the point
  /** @type {Shows[]} */
  shown = [];
  /** @type {Element[]} */
  beside = [];
  // the one that was walked to or tapped
  pinned = -1;
  /** @type {Shows | null} */
  #by = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** The number of the point, −1 for none. */
  get index() {
    return this.#hovered >= 0 ? this.#hovered : this.pinned;
  }

  /**
   * @param {number} index
   * @param {boolean} pin
   * @param {Shows | null} by
   */
  select(index, pin, by = null) {
    if (pin) this.pinned = index;
    else if (index === this.#hovered) return;
    this.#hovered = pin ? -1 : index;
    this.#by = by;
    this.#changed();
  }

  release() {
    if (this.index >= 0) this.select(-1, true);
  }

  /** @param {EventTarget | null} next what has the focus now */
  keeps(next) {
    return next instanceof Node &&
      [...this.shown.map(({ node }) => node), ...this.beside].some((one) => one.contains(next));
  }

  /**
   * Whether this one tells of the point: the one it was chosen in, or the largest where that has no room.
   * @param {any} one
   */
  tells(one) {
    if (this.#by && roomIn(this.#by) >= ROOM) return this.#by === one;
    const most = Math.max(...this.shown.map(roomIn));
    return roomIn(one) >= most;
  }
}

/** @param {Shows} one */
function roomIn({ surface: { width, height } }) {
  return Math.min(width, height);
}
