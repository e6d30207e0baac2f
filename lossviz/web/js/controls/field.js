// The value beside a slider as a field to type into. What is typed is read by the server.

import { el, put } from "../frame/dom.js";

export class Field {
  #focused = false;
  #entered = false;
  // the text that is applied already: as it was when the field was entered, or when it was asked about
  #applied = "";
  #reading = { text: "", value: 0 };
  /** @type {AbortController | null} */
  #asking = null;

  /**
   * `apply` shows in the end what has come of it.
   * @param {string} name
   * @param {{ touch: () => void, edit: () => void, apply: (text: string, signal: AbortSignal) => Promise<void> }} hooks
   */
  constructor(name, hooks) {
    this.hooks = hooks;
    this.input = el("input", {
      type: "text",
      class: "lv-field",
      name: `${name}-value`,
      enterkeyhint: "done",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    });
    this.node = el("span", { class: "lv-reading lv-typed" }, this.input);
    this.#listen();
  }

  /** Its name to who cannot see the slider; `signed`: it may be negative, and many a keyboard of digits has no minus. */
  describe(label, signed) {
    put(this.input, "aria-label", label);
    put(this.input, "inputmode", signed ? "text" : "decimal");
  }

  /**
   * The slider is here now; what is being typed, or read, stays.
   * @param {string} text
   * @param {number} value
   */
  show(text, value) {
    this.#reading = { text, value };
    if (!this.#focused && !this.#asking) this.#rest();
  }

  /** The slider goes elsewhere: what was typed before is not wanted any more. */
  leave() {
    this.#asking?.abort();
    this.#await(null);
  }

  /** The field goes: what is in it is dropped. */
  close() {
    this.leave();
    this.#applied = this.input.value;
  }

  #listen() {
    const { input } = this;
    input.addEventListener("focus", () => this.#enter());
    input.addEventListener("blur", () => this.#exit());
    input.addEventListener("input", () => this.hooks.edit());
    // the press that enters the field ends with a cursor in it: all of it is still to be typed over
    input.addEventListener("click", () => {
      if (this.#entered && this.#untouched()) input.select();
      this.#entered = false;
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") this.#apply();
      else if (event.key === "Escape") this.#restore();
    });
  }

  #enter() {
    this.#focused = this.#entered = true;
    this.hooks.touch();
    if (!this.#asking) this.#edit();
  }

  #exit() {
    this.#focused = false;
    if (this.#untouched()) {
      if (!this.#asking) this.#rest();
    } else this.#apply();
  }

  #restore() {
    this.leave();
    this.hooks.edit();
    this.#edit();
  }

  async #apply() {
    const text = this.input.value;
    if (this.#untouched()) return;
    this.leave();
    this.#applied = text;
    const asking = new AbortController();
    this.#await(asking);
    await this.hooks.apply(text, asking.signal);
    if (this.#asking !== asking) return;
    this.#await(null);
    if (!this.#focused) this.#rest();
    else if (this.input.value === text) this.#edit();
  }

  /**
   * What is asked now, and that something is; null: nothing.
   * @param {AbortController | null} asking
   */
  #await(asking) {
    this.#asking = asking;
    put(this.input, "aria-busy", asking ? "true" : null);
  }

  #untouched() {
    return this.input.value === this.#applied;
  }

  /** The value as it is to be typed over. */
  #edit() {
    this.#applied = plain(this.#reading);
    this.#write(this.#applied);
    this.input.select();
  }

  /** The value as it is read, and the room for it. */
  #rest() {
    this.#write(this.#reading.text);
    put(this.node, "data-text", this.#reading.text);
  }

  #write(text) {
    if (this.input.value !== text) this.input.value = text;
  }
}

/**
 * The value without its unit, and with all of its digits; as it is read where these are the same.
 * @param {{ text: string, value: number }} reading
 */
function plain({ text: read, value }) {
  const written = String(Number(value.toPrecision(6)) + 0).replace("-", "−");
  return read.replaceAll(",", "") === written ? read : written;
}
