// Walks a slider over all of its positions.

const WHOLE_WAY_MS = 5000;
// who wants less motion sees stops instead
const STOPS = 10;

export class Player {
  /** @type {string | null} */
  name = null;
  last = 1;
  still = false;
  from = 0;
  /** @type {number | null} */
  since = null;

  /**
   * Start walking slider `name` of `count` positions from `at`; from its end it starts again.
   * @param {string} name
   * @param {number} at
   * @param {number} count
   * @param {boolean} still
   */
  start(name, at, count, still) {
    const last = Math.max(count - 1, 1);
    this.name = name;
    this.last = last;
    this.still = still;
    this.from = at >= last ? 0 : at;
    this.since = null;
  }

  stop() {
    this.name = null;
  }

  /**
   * The position at time `now`.
   * @param {number} now
   */
  at(now) {
    this.since ??= now;
    const way = ((now - this.since) / WHOLE_WAY_MS) * this.last;
    const stop = this.still ? this.last / STOPS : 1;
    return Math.min(this.from + Math.round(Math.floor(way / stop + 1e-9) * stop), this.last);
  }
}
