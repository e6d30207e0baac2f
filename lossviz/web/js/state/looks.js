// How a state is looked at: what its address says of that, and what is of this page alone.

/** @typedef {import("../pictures/records.d.ts").Look} Look */

export class Looks {
  // what the address says; `at` is the step that is looked at
  /** @type {Map<string, string>} */
  told = new Map();
  /** @type {Map<string, string>} */
  #own = new Map();
  // which keys the address has
  /** @type {string[]} */
  keys = [];
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
    this.told = told;
    this.keys = keys;
  }

  /** The way that is chosen, by key. */
  get now() {
    return Object.fromEntries(this.#offered.map((look) => [look.key, this.#way(look)]));
  }

  /** The picture that has the large place in the way that is chosen; undefined where all are alike. */
  get large() {
    const { now } = this;
    return this.#offered.flatMap(({ key, ways }) => ways.filter(({ value }) => value === now[key]))
      .find(({ large }) => large)?.large;
  }

  /** What there is to choose, as a choice has it. */
  get choices() {
    const { now } = this;
    return this.#offered.map(({ key, label, ways }) => ({
      name: key,
      label,
      options: ways.map((way) => ({ ...way, chosen: way.value === now[key] })),
    }));
  }

  /**
   * True when the address is another one now.
   * @param {string} key
   * @param {number} at
   */
  choose(key, at) {
    const look = this.#offered.find((one) => one.key === key);
    if (!look) return false;
    const { value } = look.ways[at];
    const told = this.keys.includes(key);
    return this.set(key, value === look.usual ? null : value, told ? this.told : this.#own) && told;
  }

  /**
   * True when it was another one before; null is what goes without saying.
   * @param {string} key
   * @param {string | null} value
   */
  set(key, value, among = this.told) {
    if ((among.get(key) ?? null) === value) return false;
    if (value === null) among.delete(key);
    else among.set(key, value);
    return true;
  }

  /** @param {Look} look */
  #way({ key, usual, ways }) {
    const wanted = this.told.get(key) ?? this.#own.get(key);
    return ways.some(({ value }) => value === wanted) ? wanted : usual;
  }
}
