// What is in hand: the sliders that are dragged, the frame that shows it, and the state it leads to.

import { write } from "./query.js";

/** @typedef {import("../wire/answer.js").Answer} Answer */

export class Hand {
  // nothing is moved, or asked for its place, before an answer serves
  /** @type {Answer} */
  #answer;
  // the state that was asked for last; it may be ahead of the answer
  /** @type {string} */
  #query;
  /** @type {Map<string, number>} */
  #values;
  /** @type {import("../wire/answer.js").Frame | null} */
  #look = null;
  /** @type {Record<string, number>} */
  moved = {};
  /** @type {string[]} */
  names = [];

  /**
   * From now on this answer's tracks serve; what is in hand stays where it is.
   * @param {Answer} answer
   */
  serve(answer) {
    if (this.#answer && answer !== this.#answer) this.#carry(answer);
    this.#answer = answer;
    this.#query = answer.query;
    this.#values = answer.values(answer.frame);
    this.#look = this.names.length ? answer.look(this.moved) : null;
  }

  /** @param {string[]} names */
  holds(...names) {
    return names.length === this.names.length && names.every((name) => name in this.moved);
  }

  /**
   * The sliders ({name: position}) are here now.
   * @param {Record<string, number>} moved
   */
  move(moved) {
    this.moved = moved;
    this.names = Object.keys(moved);
    this.#look = this.#answer.look(moved) ?? this.#look;
  }

  /** What is to be drawn: the place on a track, or the state itself. */
  frame() {
    return this.#look ?? this.#answer?.frame;
  }

  /** Where thumbs belong, by name; one that the asked state has moved away stays where it was let go. */
  thumbs() {
    const now = this.#answer.positions(this.frame());
    if (this.#query === this.#answer.query) return now;
    const old = this.#answer.positions(this.#answer.frame);
    return new Map([...now].filter(([name, index]) => index !== old.get(name)));
  }

  /** Let go; returns the query of the state that was reached, null when it is the old one. */
  release() {
    const reached = this.#reached();
    const { sliders } = this.#answer;
    const before = write(this.#query, sliders, this.#values);
    const query = write(this.#query, sliders, reached);
    this.moved = {};
    this.names = [];
    if (query === before) {
      if (this.#query === this.#answer.query) this.#look = null;
      return null;
    }
    this.#query = query;
    this.#values = reached;
    return query;
  }

  /**
   * The state `query` is asked for, with the sliders at `values` ({name: value}); what is in hand stays there.
   * @param {string} query
   * @param {Record<string, number>} values
   */
  go(query, values) {
    this.#query = query;
    this.#values = new Map(Object.entries(values));
  }

  /** The state that was asked for cannot be shown: back to the one that is shown. */
  forget() {
    if (this.#answer) this.serve(this.#answer);
  }

  /** The asked state, changed by what this drag has changed in the shown one. */
  #reached() {
    const answer = this.#answer;
    const values = new Map(this.#values);
    const old = answer.values(answer.frame);
    const now = answer.values(this.frame());
    for (const [name, value] of now) if (value !== old.get(name)) values.set(name, value);
    for (const [name, index] of Object.entries(this.moved)) values.set(name, answer.value(name, index));
    return values;
  }

  /**
   * The sliders in hand stand on another grid now, or are gone.
   * @param {Answer} answer
   */
  #carry(answer) {
    const there = this.names.every((name) => answer.header.sliders.includes(name));
    if (!there) this.moved = {};
    for (const [name, index] of Object.entries(this.moved)) {
      this.moved[name] = answer.nearest(name, this.#answer.value(name, index));
    }
    this.names = Object.keys(this.moved);
  }
}
