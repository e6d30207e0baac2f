// What a person has answered. A vote is kept in the browser as long as its tab lives, with the hands that were counted.

/** @typedef {{ chosen: number | null, revealed: boolean, counts: boolean, hands: string[], before: (number | null)[] }} Vote */

/** @returns {Vote} */
const nothing = () => ({ chosen: null, revealed: false, counts: false, hands: [], before: [] });

export class Kept {
  #key;
  #options;
  vote = nothing();
  /** @type {number[]} what was tried of a check */
  tried = [];

  /**
   * @param {"vote" | "check"} kind
   * @param {string} id
   * @param {number} options how many there are to choose from
   */
  constructor(kind, id, options) {
    this.#key = kind === "vote" ? `lossviz-vote-${id}` : null;
    this.#options = options;
    this.#read();
  }

  /** @param {number} at */
  choose(at) {
    this.vote.chosen = at;
    if (!this.tried.includes(at)) this.tried.push(at);
    this.#write();
  }

  reveal() {
    this.vote.revealed = true;
    this.#write();
  }

  /**
   * Whether hands are counted.
   * @param {boolean} on
   */
  count(on) {
    this.vote.counts = on;
    this.#write();
  }

  /**
   * So many hands for an option, as it was typed.
   * @param {number} at
   * @param {string} text
   */
  write(at, text) {
    this.vote.hands[at] = text;
    this.#write();
  }

  /**
   * The same question once more, as if it had not been asked; `before`: the hands of a first round, to compare with.
   * @param {(number | null)[]} before
   */
  again(before = []) {
    this.vote = { ...nothing(), counts: before.length > 0, before };
    this.tried = [];
    this.#write();
  }

  /** Whether there is anything that asking again takes back. */
  get begun() {
    const { chosen, revealed, counts, hands, before } = this.vote;
    return chosen !== null || revealed || counts || hands.some(Boolean) || before.length > 0;
  }

  /** What is in the store may be of another version of the site, or of somebody's making. */
  #read() {
    if (!this.#key) return;
    try {
      const found = JSON.parse(sessionStorage.getItem(this.#key) ?? "{}");
      const there = (/** @type {unknown} */ at) =>
        Number.isInteger(at) && Number(at) >= 0 && Number(at) < this.#options;
      const listed = (/** @type {unknown} */ list) => (Array.isArray(list) ? list.slice(0, this.#options) : []);
      this.vote = {
        chosen: there(found.chosen) ? found.chosen : null,
        revealed: found.revealed === true,
        counts: found.counts === true,
        hands: Array.from(listed(found.hands), (text) => (typeof text === "string" ? text : "")),
        before: listed(found.before).map((count) => (Number.isInteger(count) && count >= 0 ? count : null)),
      };
    } catch {
      // storage can be switched off; the vote then lives as long as the page
    }
  }

  #write() {
    if (!this.#key) return;
    try {
      if (this.begun) sessionStorage.setItem(this.#key, JSON.stringify(this.vote));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // as above
    }
  }
}
