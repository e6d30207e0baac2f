// Walks a slider over all of its positions.

const WHOLE_WAY_S = 5;
// of a run's snapshots, at speed 1
const FRAMES_PER_S = 12;
// who wants less motion sees stops instead
const STOPS = 10;

export class Player {
  /** @type {string | null} */
  name = null;
  speed = 1;
  #at = 0;
  /** @type {number | null} */
  #before = null;
  #runs = false;
  #still = false;
  // where it was to end when it began: a run may still grow
  #last = 0;

  /**
   * Start walking slider `name` from position `at`; from `last`, its end, it starts again.
   * @param {string} name
   * @param {number} at
   * @param {number} last
   * @param {{ runs: boolean, still: boolean }} how whether it is a timeline, and whether in stops
   */
  start(name, at, last, { runs, still }) {
    this.#last = last;
    this.name = name;
    this.#at = at >= last ? 0 : at;
    this.#before = null;
    this.#runs = runs;
    this.#still = still;
  }

  stop() {
    this.name = null;
  }

  /**
   * The position at time `now`, with a fraction on a timeline; never beyond `last`.
   * @param {number} now
   * @param {number} last
   */
  at(now, last) {
    const passed = (now - (this.#before ?? now)) / 1000;
    this.#before = now;
    this.#at = Math.min(this.#at + passed * this.speed * (this.#runs ? FRAMES_PER_S : last / WHOLE_WAY_S), last);
    if (this.#runs && !this.#still) return this.#at;
    const stop = this.#still ? Math.max((this.#runs ? this.#last : last) / STOPS, 1e-9) : 1;
    return Math.min(Math.round(Math.floor(this.#at / stop + 1e-9) * stop), last);
  }
}
