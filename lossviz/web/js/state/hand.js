// What is in hand: the sliders that are dragged, the frame that shows it, and the state it leads to.

import { nearest } from "./nearest.js";
import { write } from "./query.js";
import { Timeline } from "./timeline.js";

/**
 * @typedef {import("../wire/answer.js").Answer} Answer
 * @typedef {import("../wire/track.js").Track} Track
 * @typedef {import("../wire/track.js").Frame} Frame
 * @typedef {{ track: Track | null, frame: Frame | null, exact: boolean }} Shown
 */

export class Hand {
  // nothing is moved, or asked for its place, before an answer serves
  /** @type {Answer} */
  #answer;
  // the state that was asked for last; it may be ahead of the answer
  /** @type {string} */
  #query;
  /** @type {Map<string, number>} */
  #values;
  // what is drawn where sliders were let go, until the state that belongs to it is here
  #left = false;
  /** @type {Shown} */
  #shown = { track: null, frame: null, exact: true };
  /** @type {Record<string, number>} */
  moved = {};
  /** @type {string[]} */
  names = [];
  timeline = new Timeline();
  // a file has no state beside those it was made with: what is let go stays in hand, at its place
  stays = false;

  /** @param {import("../wire/loader.js").Loader} loader */
  constructor(loader) {
    this.loader = loader;
  }

  /**
   * From now on this answer's tracks serve; what is in hand stays where it is.
   * @param {Answer} answer
   */
  serve(answer) {
    if (this.#answer && answer !== this.#answer) this.#carry(answer);
    this.#answer = answer;
    this.#query = answer.query;
    this.#values = answer.values(answer.frame);
    this.timeline.serve(answer.lead);
    if (!answer.lead) this.#left = false;
  }

  /** News of the wanted state: what was let go stays until that is here, or any of it where it was not just that. */
  heard() {
    const { answer, state } = this.loader;
    const { lead } = answer;
    if (!lead || answer !== this.#answer) return;
    this.timeline.serve(lead);
    if (this.names.length) return;
    const over = lead.complete || state === "error" || state === "cancelled";
    if (over || (lead.count && !this.#shown.exact)) this.#left = false;
    if (lead.complete && !this.#left) this.timeline.arrive();
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
    this.pick();
  }

  /**
   * These sliders moved, with those that have stayed where they were let go; all by themselves where no track runs over
   * both.
   * @param {Record<string, number>} moved
   */
  together(moved) {
    const all = { ...this.moved, ...moved };
    return this.#answer.covers(Object.keys(all)) ? all : moved;
  }

  /** Back to the state. */
  empty() {
    this.moved = {};
    this.names = [];
  }

  /** The query of what is in hand. */
  reached() {
    const answer = this.#answer;
    return this.names.length ? write(answer.query, answer.sliders, this.#reached()) : answer.query;
  }

  /** What is to be drawn: a place on a track, or the state itself; what was, while nothing new is there. */
  pick() {
    const found = this.#find();
    this.#shown = found.frame ? found : { ...this.#shown, exact: false };
    return this.#shown;
  }

  /** The frame to draw. */
  frame() {
    return this.pick().frame ?? undefined;
  }

  /** True when what is seen is the state that was asked for, all of it. */
  settled() {
    const { track } = this.#shown;
    return !this.#left && this.loader.state === "ready" && track === (this.#answer?.lead ?? null);
  }

  /** Where thumbs belong, by name; one that the asked state has moved away stays where it was let go. */
  thumbs() {
    const answer = this.#answer;
    // the frames of runs are those of their state
    if (answer.lead) return this.stays ? answer.positions(undefined) : new Map();
    const now = answer.positions(this.frame());
    if (this.#query === answer.query) return now;
    const old = answer.positions(answer.frame);
    return new Map([...now].filter(([name, index]) => index !== old.get(name)));
  }

  /** Let go; returns the query of the state that was reached, null when it is the old one. */
  release() {
    this.pick();
    const reached = this.#reached();
    const { sliders } = this.#answer;
    const before = write(this.#query, sliders, this.#values);
    const query = write(this.#query, sliders, reached);
    this.moved = {};
    this.names = [];
    if (query === before) {
      if (this.#query === this.#answer.query) this.#left = false;
      return null;
    }
    this.#query = query;
    this.#values = reached;
    this.#left = true;
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
    if (!this.#answer) return;
    this.serve(this.#answer);
    this.#left = false;
  }

  /** @returns {Shown} */
  #find() {
    if (this.names.length) return this.#along();
    if (this.#left) return this.#shown;
    const answer = this.#answer;
    if (answer?.lead) return { ...this.timeline.pick(), exact: true };
    return { track: null, frame: answer?.frame ?? null, exact: true };
  }

  /** The frame of the track over what is in hand: of a dear one, the nearest that has arrived. */
  #along() {
    const cheap = this.#answer.look(this.moved);
    if (cheap) return { track: null, frame: cheap, exact: true };
    const [name] = this.names;
    const track = this.loader.track(name);
    if (!track?.meta) return { track, frame: null, exact: false };
    // one kept from before may have other values between those of the grid
    const value = this.#answer.value(name, this.moved[name]);
    const frame = track.nearest(nearest(track.meta.values, value));
    return { track, frame, exact: frame !== null && track.meta.values[frame.position] === value };
  }

  /** The asked state, changed by what this drag has changed in the shown one. */
  #reached() {
    const answer = this.#answer;
    const values = new Map(this.#values);
    const old = answer.values(answer.frame);
    const now = answer.lead ? old : answer.values(this.frame());
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
