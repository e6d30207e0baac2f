// The loss's sliders: native ranges that step on the sweep's grid, with the feasible part in green,
// and paler what is neither known to work nor excluded.

import { el, fill, put, say } from "./dom.js";

const KEYS_REST_MS = 300;
let rows = 0;

export class Sliders {
  #gone = new AbortController();
  #rows = new Map();

  /** hooks: touch(name), drag(name, value), release(name, value). */
  constructor(box, hooks) {
    this.box = box;
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
    const names = specs.map((spec) => spec.name);
    if ([...this.#rows.keys()].join() !== names.join()) this.#rebuild(specs);
    for (const spec of specs) {
      const row = this.#rows.get(spec.name);
      row.spec = spec;
      say(row.label, spec.label);
      put(row.input, "max", spec.values.length - 1);
      const last = Math.max(spec.values.length - 1, 1);
      const perhaps = spec.perhaps ?? spec.feasible;
      // nothing known to work: all that is not excluded is pale
      const feasible = spec.feasible ?? (perhaps && [perhaps[1], perhaps[1]]);
      const ends = { least: perhaps?.[0], low: feasible?.[0], high: feasible?.[1], most: perhaps?.[1] };
      for (const [end, at] of Object.entries(ends)) row.input.style.setProperty(`--lv-${end}`, (at ?? 0) / last);
      put(row.input, "data-feasible", Boolean(perhaps));
      const inHand = this.held === spec.name || row.timer;
      if (!inHand && !isMoved(spec.name)) row.input.value = String(spec.index);
      this.#write(row);
    }
  }

  /** Notes at the sliders: what is feasible, and how far a sweep has come. */
  notes(words, loading) {
    for (const [name, row] of this.#rows) {
      const { done, total } = loading(name, row.spec.values.length);
      const filling = done < total ? fill(words.filling, { done, total }) : "";
      say(row.note, row.spec.note ?? "");
      say(row.filling, filling);
    }
  }

  /** The words about the values now set: that of `first`, else of any other slider that has some. */
  warning(first) {
    const order = [...this.#rows.values()].sort((a, b) => (b.spec.name === first) - (a.spec.name === first));
    for (const { spec, input } of order) {
      const words = spec.warnings?.[Number(input.value)];
      if (words) return words;
    }
    return "";
  }

  /** Put the thumb of slider `name` at position `index`, also one that is in hand. */
  place(name, index) {
    const row = this.#rows.get(name);
    if (!row || row.input.value === String(index)) return;
    row.input.value = String(index);
    this.#write(row);
  }

  /** The row of slider `name`, for who adds something to it. */
  node(name) {
    return this.#rows.get(name)?.node;
  }

  count(name) {
    return this.#rows.get(name)?.spec.values.length ?? 0;
  }

  note(name) {
    return this.#rows.get(name)?.spec.note ?? "";
  }

  close() {
    this.#gone.abort();
  }

  #rebuild(specs) {
    const focused = specs.find(({ name }) => this.#rows.get(name)?.input === document.activeElement);
    for (const row of this.#rows.values()) row.node.remove();
    this.#rows = new Map(specs.map((spec) => [spec.name, this.#row(spec.name)]));
    for (const row of this.#rows.values()) this.box.append(row.node);
    if (focused) this.#rows.get(focused.name).input.focus();
  }

  #row(name) {
    rows += 1;
    const id = `lv-slider-${rows}`;
    const parts = {
      label: el("label", { class: "lv-label", for: id }),
      input: el("input", { type: "range", id, name, min: 0, step: 1, class: "lv-range", "aria-describedby": `${id}-note` }),
      value: el("output", { class: "lv-reading", for: id }),
      note: el("span", {}),
      filling: el("span", { class: "lv-filling" }),
      spec: null,
      timer: 0,
    };
    const under = el("div", { class: "lv-note", id: `${id}-note` }, parts.note, parts.filling);
    parts.node = el("div", { class: "lv-row", "data-slider": name }, parts.label, parts.input, parts.value, under);
    this.#listen(name, parts);
    return parts;
  }

  #listen(name, row) {
    const { input } = row;
    input.addEventListener("pointerdown", () => {
      this.held = name;
      this.hooks.touch(name);
    });
    input.addEventListener("focus", () => this.hooks.touch(name));
    input.addEventListener("input", () => {
      this.#write(row);
      this.hooks.drag(name, row.spec.values[Number(input.value)]);
    });
    input.addEventListener("change", () => {
      clearTimeout(row.timer);
      // arrow keys change at every press: report when they rest, the pointer at once
      row.timer = setTimeout(() => this.#report(name), this.held === name ? 0 : KEYS_REST_MS);
    });
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
    if (row) this.hooks.release(name, row.spec.values[Number(row.input.value)]);
  }

  #write({ spec, input, value }) {
    const index = Number(input.value);
    say(value, spec.texts[index] ?? "");
    put(input, "aria-valuetext", spec.aria?.[index] ?? spec.texts[index]);
  }
}
