// The step slider with play, pause, rewind and speed.

import { el, fill, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";

const SPEEDS = [0.5, 1, 2, 4];
const FRAMES_PER_SECOND = 12;
let made = 0;

export class Transport {
  /** hooks: seek(position), rest() when the slider is let go, redraw(). */
  constructor(box, hooks) {
    this.hooks = hooks;
    this.playing = false;
    this.speed = 1;
    this.at = 0;
    this.before = 0;
    made += 1;
    const id = `lv-step-${made}`;
    this.label = el("label", { class: "lv-label", for: id });
    this.input = el("input", { type: "range", id, name: "step", min: 0, max: 0, step: 1, class: "lv-range" });
    this.value = el("output", { class: "lv-reading", for: id });
    this.toggle = el("button", { type: "button", class: "lv-button lv-square", "data-action": "play" });
    this.rewind = el(
      "button",
      { type: "button", class: "lv-button lv-square", "data-action": "rewind" },
      icon("rewind"),
    );
    this.rates = el(
      "select",
      { class: "lv-button lv-speed" },
      ...SPEEDS.map((rate) => el("option", { value: rate }, `${rate}×`)),
    );
    this.rates.value = "1";
    const buttons = el("div", { class: "lv-transport" }, this.rewind, this.toggle, this.rates);
    this.node = el(
      "div",
      { class: "lv-row lv-steps", "data-slider": "step" },
      this.label,
      buttons,
      this.input,
      this.value,
    );
    box.append(this.node);
    this.#listen();
  }

  words(text) {
    this.text = text;
    say(this.label, text.step);
    put(this.rewind, "aria-label", text.rewind);
    put(this.rewind, "title", text.rewind);
    put(this.rates, "aria-label", text.speed);
    this.#face();
  }

  /** Show position `at` of a track whose frames have arrived up to `latest`. */
  show(steps, latest, at) {
    put(this.input, "max", Math.max(latest, 0));
    const text = String(Math.min(at, Math.max(latest, 0)));
    if (this.input.value !== text) this.input.value = text;
    const values = { step: steps[at] ?? 0, last: steps.at(-1) ?? 0 };
    say(this.value, fill(this.text.step_value, values));
    put(this.input, "aria-valuetext", fill(this.text.step_aria, values));
  }

  play(from, latest) {
    this.playing = true;
    this.at = from >= latest ? 0 : from;
    this.before = performance.now();
    this.#face();
    this.hooks.redraw();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.#face();
  }

  /** Position (with a fraction) at time `now`; stops at the end of a finished track. */
  advance(now, latest, complete) {
    this.at += ((now - this.before) / 1000) * FRAMES_PER_SECOND * this.speed;
    this.before = now;
    if (this.at >= latest) {
      this.at = latest;
      if (complete) this.pause();
    }
    return this.at;
  }

  #listen() {
    this.input.addEventListener("input", () => {
      this.pause();
      this.hooks.seek(Number(this.input.value));
    });
    this.input.addEventListener("change", () => this.hooks.rest());
    this.rewind.addEventListener("click", () => {
      this.at = 0;
      this.hooks.seek(0);
      this.hooks.rest();
    });
    this.rates.addEventListener("change", () => {
      this.speed = Number(this.rates.value);
    });
    this.toggle.addEventListener("click", () => {
      if (!this.playing) return this.hooks.play();
      this.pause();
      return this.hooks.rest();
    });
  }

  #face() {
    const name = this.playing ? "pause" : "play";
    const words = this.playing ? this.text.pause : this.text.play;
    put(this.toggle, "aria-label", words);
    put(this.toggle, "title", words);
    if (this.face !== name) this.toggle.replaceChildren(icon(name));
    this.face = name;
  }
}
