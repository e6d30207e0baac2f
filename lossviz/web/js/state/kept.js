// What a person has answered. A vote is kept in the browser as long as its tab lives.

export class Kept {
  #key;
  /** @type {number | null} */
  chosen = null;
  revealed = false;
  /** @type {number[]} */
  tried = [];

  /**
   * @param {"vote" | "check"} kind
   * @param {string} id
   */
  constructor(kind, id) {
    this.#key = kind === "vote" ? `lossviz-vote-${id}` : null;
    Object.assign(this, this.#read());
  }

  /** @param {number} at */
  choose(at) {
    this.chosen = at;
    if (!this.tried.includes(at)) this.tried.push(at);
    this.#write();
  }

  reveal() {
    this.revealed = true;
    this.#write();
  }

  #read() {
    if (!this.#key) return {};
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "{}");
    } catch {
      // storage can be switched off; the vote then lives as long as the page
      return {};
    }
  }

  #write() {
    if (!this.#key) return;
    const { chosen, revealed } = this;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ chosen, revealed }));
    } catch {
      // as above
    }
  }
}
