// How fast the frames of the page follow each other while something moves: where they come late, what is drawn makes do
// with less until it rests.

// a frame that comes so late has missed a display of 60 a second at least once
const LATE_MS = 25;
// what took longer is no measure of drawing: it counts as if it had taken so long
const MOST_MS = 50;
// one frame's share in the mean
const SHARE = 0.25;
// so long after a frame something else begins to move
const PAUSE_MS = 240;
// a page that was late is taken for slow so long: then the next motion shows whether it still is
const SLOW_MS = 60_000;

export class Tempo {
  #next;
  #now;
  #asked = false;
  #last = -Infinity;
  #mean = 0;
  #slowUntil = -Infinity;
  #late = false;

  /**
   * @param {(told: (now: number) => void) => void} next calls `told` at the next frame, with its time in milliseconds
   * @param {() => number} now the time of the present frame
   */
  constructor(next, now) {
    this.#next = next;
    this.#now = now;
  }

  /** Whether frames come late. It begins within a motion, and ends between two. */
  get late() {
    return this.#late;
  }

  /** Something that moves is drawn in this frame. */
  beat() {
    if (this.#asked) return;
    const now = this.#now();
    if (now - this.#last > PAUSE_MS) this.#begin(now);
    this.#asked = true;
    this.#next((then) => this.#arrive(then, then - now));
  }

  /** @param {number} now */
  #begin(now) {
    this.#mean = 0;
    this.#late = now < this.#slowUntil;
  }

  /**
   * @param {number} now
   * @param {number} took
   */
  #arrive(now, took) {
    this.#asked = false;
    this.#last = now;
    this.#mean += SHARE * (Math.min(took, MOST_MS) - this.#mean);
    if (this.#late || this.#mean <= LATE_MS) return;
    this.#late = true;
    this.#slowUntil = now + SLOW_MS;
  }
}

/** Of this page. */
export const tempo = new Tempo(
  (told) => requestAnimationFrame(told),
  () => Number(document.timeline.currentTime ?? performance.now()),
);
