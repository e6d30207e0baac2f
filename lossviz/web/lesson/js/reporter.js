// What Python is told, and which of its data is only the echo of that.

const PATIENCE_MS = 4000;

export class Reporter {
  #pending = null;
  #count = 0;
  // what Python last said, and what of it was followed
  #query = null;
  #followed = null;

  /** New data from Python: true when it brings a query to follow, not the echo of a report. */
  update({ query }, setStateValue) {
    this.#query = query;
    this.setStateValue = setStateValue;
    if (this.#echoed()) return false;
    // while a report is on its way Python still speaks of what was before
    if (this.#pending && performance.now() - this.#pending.since < PATIENCE_MS) return false;
    this.#pending = null;
    const news = this.#followed !== query;
    this.#followed = query;
    return news;
  }

  /** The state a person has gone to. */
  report(query) {
    // larger than any number of an earlier scene in this browser session
    this.#count = Math.max(this.#count + 1, Date.now());
    this.#pending = { written: [query], since: performance.now() };
    this.setStateValue("change", { query, n: this.#count });
  }

  /** The server writes the state we asked for as `asked` like this: `query`. */
  knows(asked, query) {
    if (!this.#pending?.written.includes(asked)) return;
    this.#pending.written.push(query);
    this.#echoed();
  }

  /** Forget the report that Python has answered by now; true when there was one. */
  #echoed() {
    if (!this.#pending?.written.includes(this.#query)) return false;
    this.#pending = null;
    this.#followed = this.#query;
    return true;
  }
}
