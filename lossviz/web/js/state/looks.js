// How a state is looked at: what its address says of that, and what is of this page alone.

/** @typedef {import("../pictures/records.d.ts").Look} Look */

export class Looks {
  /** @type {Map<string, string>} */
  #chosen = new Map();
  // those of the address; `at` is the step that is looked at
  /** @type {string[]} */
  #keys = [];
  /** @type {Look[]} */
  #offered = [];

  /** @param {Look[]} looks what there is to choose */
  offer(looks) {
    this.#offered = looks;
  }

  /**
   * The address says this.
   * @param {Map<string, string>} told
   * @param {string[]} keys
   */
  follow(told, keys) {
    this.#keys = keys;
    for (const key of keys) this.set(key, told.get(key) ?? null);
  }

  /** What the address is to say. */
  get told() {
    return new Map([...this.#chosen].filter(([key]) => this.#keys.includes(key)));
  }

  /** The way that is chosen, by key. */
  get now() {
    return Object.fromEntries(this.#offered.map((look) => [look.key, this.#way(look).value]));
  }

  /** The picture that has the large place in the ways that are chosen; undefined where all are alike. */
  get large() {
    return this.#offered.map((look) => this.#way(look).large).find(Boolean);
  }

  /** What there is to choose, as a choice has it. */
  get choices() {
    return this.#offered.map((look) => ({
      name: look.key,
      label: look.label,
      within: look.within,
      options: look.ways.map((way) => ({ ...way, chosen: way === this.#way(look) })),
    }));
  }

  /**
   * True when the address is another one now.
   * @param {string} key
   * @param {number} at
   */
  choose(key, at) {
    const look = this.#offered.find((one) => one.key === key);
    const value = look?.ways[at].value ?? null;
    return this.set(key, value === look?.usual ? null : value) && this.#keys.includes(key);
  }

  /**
   * True when it was another one before; null is what goes without saying.
   * @param {string} key
   * @param {string | null} value
   */
  set(key, value) {
    if ((this.#chosen.get(key) ?? null) === value) return false;
    if (value === null) this.#chosen.delete(key);
    else this.#chosen.set(key, value);
    return true;
  }

  /** @param {Look} look */
  #way({ key, usual, ways }) {
    const find = (/** @type {string | undefined} */ wanted) => ways.find(({ value }) => value === wanted);
    return find(this.#chosen.get(key)) ?? find(usual) ?? ways[0];
  }
}
