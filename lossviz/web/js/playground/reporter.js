// What was moved on the stage and is not answered yet: told to Python until it is.

import { Line } from "../wire/line.js";

const REST_MS = 300;

export class Reporter {
  #timer = 0;
  #count = 0;
  // by the name of a slider, "view" or "step": its value, and the number of the first report of it
  #moved = new Map();

  // both from the first `update` on
  /** @type {Record<string, any>} */
  data;
  /** @type {(name: string, value: object) => void} */
  #setStateValue;
  // the step at which Python has it; null: at the end
  /** @type {number | null} */
  told = null;

  /** @param {() => void} back called when a lost line to Python is back */
  constructor(back) {
    this.line = new Line(() => this.#say(), back);
  }

  /** New data: returns the names of what was moved here and is answered by it. */
  update(data, setStateValue) {
    const session = this.data?.visitor;
    this.data = data;
    this.#setStateValue = setStateValue;
    const answered = new Set();
    for (const [name, { n }] of this.#moved) {
      if (n <= data.answered) answered.add(name);
      if (n <= data.answered || !this.#exists(name)) this.#moved.delete(name);
    }
    if (!this.#moved.has("step")) this.told = data.step;
    this.line.expect(this.#moved.size > 0);
    // a report that was made to another session is not heeded in this one
    if (this.#moved.size && session !== data.visitor) this.#say();
    return answered;
  }

  /** Whether Python does not know yet where this slider, the view or the step is. */
  isMoved(name) {
    return this.#moved.has(name);
  }

  /** Where the sliders are that Python does not know of yet, by name. */
  moved() {
    const names = this.data.sliders.map(({ name }) => name).filter((name) => this.#moved.has(name));
    return new Map(names.map((name) => [name, this.#moved.get(name).value]));
  }

  /** Report slider `name` at `value`; false when that is where Python already has it. */
  change(name, value) {
    const slider = this.data.sliders.find((spec) => spec.name === name);
    const known = this.#moved.has(name) ? this.#moved.get(name).value : slider.values[slider.index];
    if (known === value) return false;
    clearTimeout(this.#timer);
    // its run is shown at the end
    this.#move({ [name]: value, step: null });
    return true;
  }

  view(view) {
    this.#move({ view });
  }

  /** The step at which a new run is to be shown, null for its end. */
  step() {
    return this.told;
  }

  /** Report the training step when it has rested, unless Python has it; it calls `last` null. */
  rest(step, last) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (step !== (this.told ?? last)) this.#move({ step });
    }, REST_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.line.close();
  }

  #exists(name) {
    return name === "view" || name === "step" || this.data.sliders.some((spec) => spec.name === name);
  }

  #move(values) {
    for (const [name, value] of Object.entries(values)) this.#moved.set(name, { value, n: null });
    if ("step" in values) this.told = values.step;
    this.line.expect(true);
    this.#say();
  }

  /** All that is not answered; when that is nothing, Python only learns that we are here. */
  #say() {
    const report = { to: this.data.visitor };
    if (this.#moved.size) {
      // larger than any number of an earlier stage in this browser session
      this.#count = Math.max(this.#count + 1, Date.now());
      for (const move of this.#moved.values()) move.n ??= this.#count;
      report.n = this.#count;
      report.values = Object.fromEntries([...this.#moved].map(([name, { value }]) => [name, value]));
    }
    this.#setStateValue("report", report);
  }
}
