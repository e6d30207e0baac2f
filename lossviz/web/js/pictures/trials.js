// Many runs trained in front of you, in two settings: which of them converge.

import { el, fill, put, say } from "../frame/dom.js";
import { Arm } from "./arm.js";
import { Experiment } from "../wire/experiment.js";
import { format } from "../drawing/format.js";
import { paintTally, Tally } from "./tally.js";
import { font } from "../drawing/axes.js";
import { write } from "../drawing/subscript.js";

const ARMS = [0, 1];

/** A probability in words, the last of them the number: never "= 0". */
const odds = (p) => (p < 0.001 ? "p < 0.001" : `p = ${format("share", p)}`);

export class Trials {
  /** @type {number | null} */
  #lit = null;
  // from the first `update` on
  /** @type {import("./records.d.ts").Trials} */
  spec;
  /** @type {Record<string, string>} */
  text;

  constructor(hooks) {
    this.hooks = hooks;
    this.experiment = new Experiment((query) => hooks.track("run", query), () => this.#tell());
    this.go = el("button", { type: "button", class: "lv-button lp-trials-go", onclick: () => this.#press() });
    this.bar = el("progress", { class: "lp-trials-bar", max: 1 });
    this.count = el("span", { class: "lp-trials-count" });
    this.words = el("p", { class: "lp-trials-words", role: "status" });
    this.tallies = ARMS.map((place) => new Tally(place));
    this.arms = ARMS.map((place) => new Arm(place, (seed) => this.#light(seed)));
    this.node = el(
      "div",
      { class: "lp-picture lp-trials", role: "group" },
      el("div", { class: "lp-trials-head" }, this.go, this.bar, this.count, this.words),
      el("div", { class: "lp-tallies" }, ...this.tallies.map(({ node }) => node)),
      el("div", { class: "lp-arms" }, ...this.arms.map(({ node }) => node)),
    );
  }

  /**
   * @param {import("./records.d.ts").Trials} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    this.spec = spec;
    this.text = text;
    put(this.node, "aria-label", spec.about);
    for (const part of [...this.tallies, ...this.arms]) part.update(spec, text);
    this.experiment.want(spec.query);
    this.#tell();
  }

  // what is shown
  /** @type {import("../drawing/canvas.js").Look | undefined} */
  look;

  /**
   * What was said, the shares, and under them the runs of both settings.
   * @type {import("../taking/slide.js").Paintable["paintOn"]}
   */
  paintOn(pen, { width, height, ratio }, look) {
    const high = 1.6 * look.type.size;
    const words = this.words.textContent ?? "";
    write(pen, words, 4, 0.5 * high, { colour: look.palette.ink, font: font(look) });
    const top = words ? high : 0;
    ARMS.forEach((place) => paintTally(pen, this.tallies[place], top + place * high, width, high, look));
    const from = top + 2.4 * high;
    const size = { width: width / 2 - 8, height: height - from - high, ratio };
    ARMS.forEach((place) => {
      const left = (place * width) / 2;
      write(pen, this.spec.arms[place], left + 8, from + 0.5 * high, {
        colour: look.palette.ink,
        font: font(look, "size", 600),
      });
      pen.save();
      pen.translate(left, from + high);
      this.arms[place].paintOn(pen, size, look);
      pen.restore();
    });
  }

  draw(frame, look) {
    this.look = look;
    const { state, found } = this.experiment;
    for (const place of ARMS) this.arms[place].draw(frame, look, found.runs[place], this.#lit);
    // last: who waits for a state finds its runs drawn
    put(this.node, "data-state", state);
  }

  close() {
    this.experiment.close();
    for (const arm of this.arms) arm.close();
  }

  #press() {
    const { state } = this.experiment;
    if (state === "running") this.experiment.cancel();
    else if (state !== "done") this.experiment.start();
  }

  #light(seed) {
    this.#lit = seed;
    this.hooks.redraw();
  }

  /** Everything beside the curves: button, progress, shares, what is said at the end. */
  #tell() {
    const { text, spec, experiment: { state, found } } = this;
    const running = state === "running";
    say(
      this.go,
      { running: text.trials_cancel, done: fill(text.trials_done, found) }[state] ?? fill(text.trials_start, spec),
    );
    put(this.go, "aria-disabled", state === "done" ? "true" : null);
    put(this.bar, "hidden", !running);
    put(this.bar, "aria-label", text.trials_progress);
    this.bar.value = found.total ? found.done / found.total : 0;
    put(this.count, "hidden", !running);
    say(this.count, fill(text.trials_count, { ...found, total: found.total || 2 * spec.seeds }));
    say(this.words, this.#said());
    ARMS.forEach((place) => this.tallies[place].draw(found.shares?.[place] ?? null, text));
    this.hooks.redraw();
  }

  /** What stands beside the button, and is read aloud when it changes. */
  #said() {
    const { text, spec: { seeds }, experiment: { state, found } } = this;
    if (state === "running" && found.place) return fill(text.in_line, found);
    if (state === "broken") return text.trials_broken;
    if (state === "cancelled") return fill(text.trials_cancelled, found);
    if (state !== "done") return "";
    if (found.shares?.every(({ count }) => count === seeds)) return text.trials_all;
    if (!found.verdict) return "";
    const { only, p, differ } = found.verdict;
    if (only[0] === 0 && only[1] === 0) return text.trials_alike;
    return `${this.#only(only)} ${fill(differ ? text.trials_differ : text.trials_chance, { p: odds(p) })}`;
  }

  /**
   * Seed by seed: how many converged in one setting only, the larger number first.
   * @param {number[]} only
   */
  #only(only) {
    const { text, spec: { arms, seeds } } = this;
    const [most, least] = only[0] > only[1] ? [0, 1] : [1, 0];
    const places = { total: seeds, more: only[most], one: arms[most], fewer: only[least], other: arms[least] };
    return fill(only[least] ? text.trials_only : text.trials_only_one, places);
  }
}
