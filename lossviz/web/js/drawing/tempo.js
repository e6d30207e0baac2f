// How long the frames of the page take while something moves: where they come late, what is drawn makes do with less until
// it rests. First everything is coarser; where that does not do, pictures take turns.

// what takes longer misses a display of 60 a second
const LATE_MS = 16;
// what takes longer than this is no measure of drawing: it counts as if it had taken so long
const MOST_MS = 32;
// one frame's share in the mean
const SHARE = 0.25;
// so long after a frame something else begins to move
const PAUSE_MS = 240;
// a page that was late is taken for slow so long: then the next motion shows whether it still is
const SLOW_MS = 60_000;
// how coarse things get, and from when on they take turns
const [COARSE, TURNS] = [1, 2];

export class Tempo {
  #after;
  #now;
  #asked = false;
  #last = -Infinity;
  #mean = 0;
  // what is saved, 0 for nothing, and what was found to be needed until when
  #saved = 0;
  #needed = 0;
  #until = -Infinity;
  // the present frame, and how many want to be painted in it and wanted to in the one before
  #frame = { at: -Infinity, count: 0, wanted: 0, before: 0 };

  /**
   * @param {(told: (now: number) => void) => void} after calls `told` when the present frame has been drawn, with the time
   *   in milliseconds; another frame is not asked for: it would come between a hand and the next redraw
   * @param {() => number} now the time at which the present frame began
   */
  constructor(after, now) {
    this.#after = after;
    this.#now = now;
  }

  /** Whether frames come late. It begins within a motion, and ends between two. */
  get late() {
    return this.#saved >= COARSE;
  }

  /** Something that moves is drawn in this frame. */
  beat() {
    if (this.#asked) return;
    const now = this.#now();
    if (now - this.#last > PAUSE_MS) this.#begin(now);
    this.#asked = true;
    this.#after((then) => this.#arrive(then, then - now));
  }

  /** Whether one of several pictures is to be painted in this frame: where they take turns, every second of them. */
  turn() {
    const { at, count, wanted } = this.#frame;
    const now = this.#now();
    if (now !== at) this.#frame = { at: now, count: count + 1, wanted: 0, before: wanted };
    const place = this.#frame.wanted;
    this.#frame.wanted += 1;
    return this.#saved < TURNS || this.#frame.before < 2 || (place + this.#frame.count) % 2 === 0;
  }

  /** @param {number} now */
  #begin(now) {
    this.#mean = 0;
    this.#saved = now < this.#until ? this.#needed : 0;
  }

  /**
   * @param {number} now
   * @param {number} took
   */
  #arrive(now, took) {
    this.#asked = false;
    this.#last = now;
    this.#mean += SHARE * (Math.min(took, MOST_MS) - this.#mean);
    if (this.#saved === TURNS || this.#mean <= LATE_MS) return;
    this.#saved += 1;
    this.#needed = this.#saved;
    this.#until = now + SLOW_MS;
    // what is saved now is to show first what it brings
    this.#mean = 0;
  }
}

/**
 * The task that follows an animation frame runs when that frame has been drawn.
 * @param {(now: number) => void} told
 */
function afterFrame(told) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    told(performance.now());
  };
  port2.postMessage(null);
}

/** Of this page. */
export const tempo = new Tempo(afterFrame, () => Number(document.timeline.currentTime ?? performance.now()));
