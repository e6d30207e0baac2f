// Sliders: native ranges that step on the grid of what was computed, with the feasible part in green,
// and paler what is neither known to work nor excluded. The value beside one can also be typed. A
// slider that plays has buttons for it; one that is a timeline reaches as far as its track is here.

import { el, fill, put, say } from "../frame/dom.js";
import { Field } from "./field.js";
import { Finger } from "./finger.js";
import { nearest } from "../state/nearest.js";
import { Transport } from "./transport.js";

const KEYS_REST_MS = 300;
let rows = 0;

export class Sliders {
  #gone = new AbortController();
  #shape = "";
  #rows = new Map();

  /**
   * hooks: touch(name), drag(name, index), release(name), play(name), rewind(name), speed(rate), light(term); typed(name, text, signal,
   * tell), which goes to the value that the text stands for and promises {moved, value, text, word}, or null when nothing
   * came of it.
   */
  constructor(box, hooks) {
    this.box = box;
    this.said = el("p", { class: "lv-said", role: "status" });
    this.hooks = hooks;
    this.held = null;
    addEventListener("pointerup", () => this.#drop(), { signal: this.#gone.signal });
    addEventListener("pointercancel", () => this.#drop(), { signal: this.#gone.signal });
  }

  /**
   * Show these sliders; rows that are there already stay, with their focus and their thumb in hand.
   * A thumb is also left where it is as long as `isMoved(name)`: Python does not know of it yet.
   */
  update(specs, isMoved) {
    if (this.#shape !== (this.#shape = shapeOf(specs))) this.#rebuild(specs);
    for (const spec of specs) {
      const row = this.#rows.get(spec.name);
      const before = row.spec ? this.value(spec.name) : spec.values[spec.index];
      row.spec = spec;
      say(row.label, spec.label);
      if (row.next) say(row.next, spec.again);
      if (spec.timeline) continue;
      put(row.input, "max", spec.values.length - 1);
      const last = Math.max(spec.values.length - 1, 1);
      const perhaps = spec.perhaps ?? spec.feasible;
      // nothing known to work: all that is not excluded is pale
      const feasible = spec.feasible ?? (perhaps && [perhaps[1], perhaps[1]]);
      const ends = { least: perhaps?.[0], low: feasible?.[0], high: feasible?.[1], most: perhaps?.[1] };
      for (const [end, at] of Object.entries(ends)) row.input.style.setProperty(`--lv-${end}`, (at ?? 0) / last);
      put(row.input, "data-feasible", Boolean(perhaps));
      row.field?.describe(spec.field, spec.values[0] < 0);
      const inHand = this.held === spec.name || row.timer;
      if (!inHand && !isMoved(spec.name)) {
        row.input.value = String(spec.index);
        row.typed = null;
      } else if (!row.typed) {
        // the grid may have another value beside those of its own now, or one less
        row.input.value = String(nearest(spec.values, before));
      }
      this.#write(row);
    }
  }

  /** Notes at the sliders: what is feasible, and how far a sweep has come. */
  notes(words, loading) {
    for (const [name, row] of this.#rows) {
      if (row.spec.timeline) continue;
      say(row.note, row.spec.note ?? "");
      say(row.filling, filling(words, loading(name, row.spec.values.length)));
    }
  }

  /**
   * The words about the values now set: that of `first`, else of any other slider that has some.
   * @param {string | null} first
   * @param {"warnings" | "remarks"} kind
   */
  warning(first, kind = "warnings") {
    // a timeline has none
    const order = [...this.#rows.values()].sort((a, b) =>
      Number(b.spec.name === first) - Number(a.spec.name === first)
    );
    for (const { spec, input } of order) {
      const words = spec[kind]?.[Number(input.value)];
      if (words) return words;
    }
    return "";
  }

  /**
   * A timeline reaches to `latest`, and is at position `at`.
   * @param {string} name
   * @param {number} latest
   * @param {number} at
   */
  reach(name, latest, at) {
    const row = this.#rows.get(name);
    if (!row) return;
    const last = Math.min(Math.max(latest, 0), row.spec.values.length - 1);
    put(row.input, "max", last);
    if (row.input.value !== String(Math.min(at, last))) row.input.value = String(Math.min(at, last));
    this.#write(row);
  }

  /** Which slider plays, and how fast. */
  playing(name, speed, text) {
    for (const { spec, transport } of this.#rows.values()) {
      transport?.show(spec.name === name, speed, text, spec.label);
    }
  }

  /** Put the thumb of slider `name` at position `index`, also one that is in hand. */
  place(name, index) {
    const row = this.#rows.get(name);
    if (!row || row.input.value === String(index)) return;
    row.input.value = String(index);
    row.typed = null;
    this.#write(row);
  }

  /** The value of slider `name` as it is set here. */
  value(name) {
    const { spec, input, typed } = this.#rows.get(name);
    return typed?.value ?? spec.values[Number(input.value)];
  }

  /** Something else is done: the word about what was typed is out of date. */
  hush() {
    say(this.said, "");
  }

  /** The row of slider `name`, for who adds something to it. */
  node(name) {
    return this.#rows.get(name)?.node;
  }

  /** How every slider stands, in words. */
  get readings() {
    return [...this.#rows.values()].map((row) => `${row.spec.label} = ${textOf(row)}`);
  }

  /** What is known of slider `name`, and how far its track has come. */
  known(name, words, loading) {
    const spec = this.#rows.get(name)?.spec;
    if (!spec || spec.timeline) return "";
    return [spec.note, filling(words, loading(name, spec.values.length))].filter(Boolean).join(" · ");
  }

  close() {
    this.#gone.abort();
    for (const { field } of this.#rows.values()) field?.close();
  }

  #rebuild(specs) {
    const focused = specs.find(({ name }) => this.#rows.get(name)?.input === document.activeElement);
    for (const row of this.#rows.values()) {
      row.field?.close();
      row.node.remove();
    }
    this.#rows = new Map(specs.map((spec) => [spec.name, this.#row(spec)]));
    for (const row of this.#rows.values()) this.box.append(row.node);
    this.box.append(this.said);
    if (focused) this.#rows.get(focused.name).input.focus();
  }

  #row({ name, field, plays, timeline, again }) {
    rows += 1;
    const id = `lv-slider-${rows}`;
    const parts = {
      label: el("label", { class: "lv-label", for: id, id: `${id}-label` }),
      input: el("input", {
        type: "range",
        id,
        name,
        min: 0,
        step: 1,
        class: "lv-range",
        hidden: Boolean(again),
        "aria-describedby": timeline ? null : `${id}-note`,
      }),
      // what has a name is no number; the slider itself says its value, once
      value: field ? null : el("output", { class: "lv-reading", for: id, "aria-live": "off" }),
      /** @type {Field | null} */
      field: null,
      typed: null,
      transport: plays ? this.#transport(name, Boolean(timeline)) : null,
      // in place of the thumb: its positions are draws, in no order
      next: again
        ? el("button", { type: "button", class: "lv-button lv-again", onclick: () => this.#next(name) })
        : null,
      note: el("span", {}),
      filling: el("span", { class: "lv-filling" }),
      spec: null,
      timer: 0,
      // whether its value is to be written in the next frame
      late: false,
    };
    const under = timeline ? null : el("div", { class: "lv-note", id: `${id}-note` }, parts.note, parts.filling);
    if (field) parts.field = this.#field(name, parts);
    const reading = parts.field?.node ?? parts.value;
    const buttons = parts.transport?.node ?? null;
    const shape = timeline ? "lv-row lv-steps" : "lv-row";
    // laid out by itself: a thumb that moves changes nothing outside of its rail
    const rail = el("span", { class: "lv-rail" }, parts.input, parts.next);
    parts.node = el("div", { class: shape, "data-slider": name }, parts.label, buttons, rail, reading, under);
    this.#listen(name, parts);
    return parts;
  }

  #transport(name, timeline) {
    return new Transport(timeline, {
      play: () => this.hooks.play(name),
      rewind: () => this.hooks.rewind(name),
      speed: (rate) => this.hooks.speed(rate),
    });
  }

  #field(name, row) {
    return new Field(name, {
      touch: () => this.hooks.touch(name),
      edit: () => this.hush(),
      apply: (text, signal) => this.#apply(name, row, text, signal),
    });
  }

  /** To the next position, after the last to the first. */
  #next(name) {
    const row = this.#rows.get(name);
    this.hooks.touch(name);
    row.input.value = String((Number(row.input.value) + 1) % row.spec.values.length);
    row.typed = null;
    this.hush();
    this.hooks.drag(name, Number(row.input.value));
    this.#write(row);
    this.#report(name);
  }

  async #apply(name, row, text, signal) {
    const found = await this.hooks.typed(name, text, signal, (words) => say(this.said, words));
    if (!found || signal.aborted || this.#rows.get(name) !== row) return;
    say(this.said, found.word);
    if (found.moved) {
      row.input.value = String(nearest(row.spec.values, found.value));
      row.typed = { text: found.text, value: found.value };
    }
    this.#write(row);
  }

  #listen(name, row) {
    const { input } = row;
    const take = () => {
      this.held = name;
      this.hooks.touch(name);
    };
    const finger = new Finger(input, { take, go: () => this.#pull(name, row) });
    input.addEventListener("focus", () => this.hooks.touch(name));
    // a slider may be a term of a formula
    row.label.addEventListener("pointerenter", () => row.spec.term && this.hooks.light(row.spec.term));
    row.label.addEventListener("pointerleave", () => row.spec.term && this.hooks.light(null));
    input.addEventListener("input", () => finger.meant && this.#pull(name, row));
    input.addEventListener("change", () => {
      clearTimeout(row.timer);
      // arrow keys change at every press: report when they rest, the pointer at once
      row.timer = setTimeout(() => this.#report(name), this.held === name ? 0 : KEYS_REST_MS);
    });
  }

  #pull(name, row) {
    row.typed = null;
    row.field?.leave();
    this.hush();
    this.hooks.drag(name, Number(row.input.value));
    this.#tell(row);
    this.#writeLater(row);
  }

  /** The pointer let go; a thumb pulled away and back again has no "change", so look here too. */
  #drop() {
    const name = this.held;
    if (!name) return;
    const row = this.#rows.get(name);
    clearTimeout(row?.timer);
    if (row) row.timer = setTimeout(() => this.#report(name), 0);
  }

  #report(name) {
    if (this.held === name) this.held = null;
    const row = this.#rows.get(name);
    if (row) row.timer = 0;
    if (row) this.hooks.release(name);
  }

  /** In the next frame, after the pictures: text on a canvas waits for the page's style to be known. */
  #writeLater(row) {
    if (row.late) return;
    row.late = true;
    requestAnimationFrame(() => {
      row.late = false;
      this.#write(row);
    });
  }

  #write(row) {
    const { spec, input, value, field, typed } = row;
    const text = textOf(row);
    if (field) field.show(text, typed?.value ?? spec.values[Number(input.value)]);
    else say(value, text);
    this.#tell(row);
  }

  /** What a screen reader says: it asks as soon as the thumb has moved. */
  #tell(row) {
    const { spec, input, typed } = row;
    put(input, "aria-valuetext", typed?.text ?? spec.aria?.[Number(input.value)] ?? textOf(row));
  }
}

/** The value of a row as it is written. */
function textOf({ spec, input, typed }) {
  return typed?.text ?? spec.texts[Number(input.value)] ?? "";
}

/** What rows are built for. */
function shapeOf(specs) {
  return specs
    .map(({ name, field, plays, timeline, again }) => [name, Boolean(field), plays, timeline, Boolean(again)])
    .join("; ");
}

/** How far a track has come that is not all here. */
function filling(text, { done, total }) {
  return done < total ? fill(text.filling, { done, total }) : "";
}
