// What Python is told, and what of it is not answered yet.

const PATIENCE_MS = 4000;
const REST_MS = 300;

export class Reporter {
  #timer = 0;

  constructor() {
    this.pending = null;
    this.own = false;
    this.count = 0;
    this.told = null;
  }

  /** New data: does it answer the change we reported? */
  update(data, setStateValue) {
    const before = this.data;
    Object.assign(this, { data, setStateValue });
    this.told = data.step;
    if (!this.pending) return;
    const slider = data.sliders.find(({ name }) => name === this.pending.name);
    const answered = data.answered >= this.pending.n || slider?.values[slider.index] === this.pending.value;
    const overdue = performance.now() - this.pending.at > PATIENCE_MS || !slider;
    if (answered || overdue) {
      this.own = answered;
      this.pending = null;
    } else if (before?.query !== data.query) this.own = true;
  }

  /** True once, when the data that came is Python's answer to our own change. */
  tookOwnChange() {
    const own = this.own;
    this.own = false;
    return own;
  }

  /** A change is on its way: what comes for the old query is not shown over it. */
  waiting() {
    return this.pending !== null;
  }

  pendingName() {
    return this.pending?.name;
  }

  /** Report slider `name` at `value`; false when that is where Python already has it. */
  change(name, value) {
    const slider = this.data.sliders.find((spec) => spec.name === name);
    const known = this.pending?.name === name ? this.pending.value : slider.values[slider.index];
    if (known === value) return this.waiting();
    // larger than any number of an earlier stage in this browser session
    this.count = Math.max(this.count + 1, Date.now());
    clearTimeout(this.#timer);
    this.pending = { name, value, n: this.count, at: performance.now() };
    this.setStateValue("change", { name, value, n: this.count });
    return true;
  }

  view(view) {
    this.setStateValue("view", view);
  }

  /** Report the training step when it has rested, unless Python has it; it calls `last` null. */
  step(step, last) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (step === (this.told ?? last) || this.waiting()) return;
      this.told = step;
      this.setStateValue("step", step);
    }, REST_MS);
  }

  close() {
    clearTimeout(this.#timer);
  }
}
