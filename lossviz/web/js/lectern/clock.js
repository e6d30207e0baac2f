// How long a lesson has been presented. A reload of the page does not stop the clock.

const SECOND_MS = 1000;

export class Clock {
  #key;

  /** @param {string} page */
  constructor(page) {
    this.#key = `lossviz-began-${page}`;
  }

  /** When it began, in milliseconds; null before that. */
  get began() {
    try {
      return Number(sessionStorage.getItem(this.#key)) || null;
    } catch {
      return null;
    }
  }

  /** It begins, unless it runs already; `anew`: in any case. */
  start(anew = false) {
    if (this.began && !anew) return;
    try {
      sessionStorage.setItem(this.#key, String(Date.now()));
    } catch {
      // a browser that keeps nothing shows no time
    }
  }
}

/**
 * The time since `began` as minutes and seconds, 75000 ms → "1:15".
 * @param {number | null} began
 * @param {number} now
 */
export function since(began, now) {
  if (!began) return "0:00";
  const seconds = Math.max(Math.floor((now - began) / SECOND_MS), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * The minutes that are suggested for these steps together; null where nothing is said of any.
 * @param {{ minutes: number | null }[]} steps
 */
export function minutesOf(steps) {
  const known = steps.map(({ minutes }) => minutes).filter((minutes) => minutes !== null);
  return known.length ? known.reduce((sum, minutes) => sum + minutes, 0) : null;
}
