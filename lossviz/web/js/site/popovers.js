// Popovers are entered: who opens one with a key stands in it, and who leaves it goes on behind its button.

import { focusOn, reached } from "./reach.js";

const BUTTON = '[data-testid="stPopoverButton"]';
const BODY = '[data-testid="stPopoverBody"]';
// how long it may take to be there; after the first time one that was there before is it: it was closing, and stays
const PATIENCE_MS = 3000;
const CLOSING_MS = 600;

export class Popovers {
  /** @type {HTMLElement | null} */
  #button = null;

  constructor() {
    // before Streamlit hears of it: what is there then is a popover that closes
    document.addEventListener("click", (event) => this.#press(event), { capture: true });
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
    if (!(button instanceof HTMLElement)) return;
    this.#button = button;
    // a press of a key is a click without a place; who presses with a finger wants no keyboard for a field
    const closes = button.getAttribute("aria-expanded") === "true";
    if (event.detail === 0 && !closes) this.#enter(button, [...document.querySelectorAll(BODY)], performance.now());
  }

  /**
   * @param {HTMLElement} button
   * @param {Element[]} before those that were there when it was pressed
   * @param {number} since
   */
  #enter(button, before, since) {
    // another one was pressed, or the keys have gone on
    if (button !== this.#button || document.activeElement !== button) return;
    const waited = performance.now() - since;
    const open = button.getAttribute("aria-expanded") === "true";
    const all = open ? [...document.querySelectorAll(BODY)] : [];
    const body = all.find((one) => !before.includes(one)) ?? (waited > CLOSING_MS ? all.at(-1) : undefined);
    const [first] = body ? reached(body) : [];
    if (first) first.focus();
    else if (waited < PATIENCE_MS) requestAnimationFrame(() => this.#enter(button, before, since));
    // what cannot be reached from here is in it all the same
    else if (body instanceof HTMLElement) focusOn(body);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const body = event.target instanceof Element ? event.target.closest(BODY) : null;
    if (event.key !== "Tab" || !body || !this.#button) return;
    const inside = reached(body);
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    if (event.target !== edge) return;
    const outside = reached(document).filter((node) => !body.contains(node));
    const at = outside.indexOf(this.#button);
    const next = event.shiftKey ? this.#button : outside[at + 1] ?? this.#button;
    event.preventDefault();
    next.focus();
    if (this.#button.getAttribute("aria-expanded") === "true") this.#button.click();
    next.focus();
  }
}
