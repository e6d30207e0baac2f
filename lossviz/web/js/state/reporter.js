// What Python is told until it answers, and which of its data is to be followed.

import { Line } from "../wire/line.js";

// what moves on by itself is told when it rests
const REST_MS = 300;

export class Reporter {
  // Python's data are there before anything is moved
  /** @type {Record<string, any>} */
  #data;
  /** @type {(name: string, value: object) => void} */
  #setStateValue;
  #count = 0;
  #timer = 0;
  // the report that is not answered yet: the state, the number under which it was first made, and whether it is all of
  // a page's settings, not what was moved of them
  /** @type {{ query: string, n: number, all?: true } | null} */
  #moved = null;
  // the query of Python's that is shown
  /** @type {string | null} */
  #followed = null;

  /** @param {() => void} back called when a lost line to Python is back */
  constructor(back) {
    this.line = new Line(() => this.#say(), back);
  }

  /**
   * New data from Python: true when it brings a query to follow, not the answer to a report.
   * @param {Record<string, any>} data
   * @param {(name: string, value: object) => void} setStateValue
   */
  update(data, setStateValue) {
    const session = this.#data?.visitor;
    this.#data = data;
    this.#setStateValue = setStateValue;
    const { query, answered } = data;
    if (this.#moved) {
      if (!(answered?.n >= this.#moved.n)) {
        // a report that was made to another session is not heeded in this one
        if (session !== data.visitor) this.#say();
        return false;
      }
      this.forget();
      // it may have been moved again elsewhere, or not have been taken over
      this.#followed = answered.query === query ? query : null;
    }
    const news = this.#followed !== query;
    this.#followed = query;
    return news;
  }

  /**
   * The state a person has gone to.
   * @param {string} query
   * @param {boolean} all whether the settings that cannot be moved here are to be as it says, too
   */
  report(query, all = false) {
    clearTimeout(this.#timer);
    // one that is not answered yet may never arrive: this one says it, too
    this.#moved = { query, n: 0, ...(all || this.#moved?.all ? { all: true } : {}) };
    this.line.expect(true);
    this.#say();
  }

  /**
   * Call `say` when nothing has been reported, or was to be said, for a while.
   * @param {() => void} say
   */
  later(say) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(say, REST_MS);
  }

  /** What was moved here is of no interest any more. */
  forget() {
    this.#moved = null;
    this.line.expect(false);
  }

  close() {
    clearTimeout(this.#timer);
    this.line.close();
  }

  /** What is not answered; when that is nothing, Python only learns that we are here. */
  #say() {
    const report = { to: this.#data.visitor };
    if (this.#moved) {
      // larger than any number of an earlier scene in this browser session
      this.#count = Math.max(this.#count + 1, Date.now());
      this.#moved.n ||= this.#count;
      Object.assign(report, this.#moved, { n: this.#count });
    }
    this.#setStateValue("change", report);
  }
}
