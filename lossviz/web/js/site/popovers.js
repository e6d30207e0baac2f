// Popovers are entered: who opens one with a key stands in it, and who leaves it goes on behind its button.

import { focusOn, reached } from "./reach.js";

const BUTTON = '[data-testid="stPopoverButton"]';
const BODY = '[data-testid="stPopoverBody"]';
// how many frames it may take to be there
const FRAMES = 30;

export class Popovers {
  /** @type {HTMLElement | null} */
  #button = null;

  constructor() {
    document.addEventListener("click", (event) => this.#press(event));
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
    if (!(button instanceof HTMLElement)) return;
    this.#button = button;
    // a press of a key is a click without a place; who presses with a finger wants no keyboard for a field
    if (event.detail === 0) this.#enter(FRAMES);
  }

  /** @param {number} left frames to wait for it */
  #enter(left) {
    const open = this.#button?.getAttribute("aria-expanded") === "true";
    const body = open ? document.querySelector(BODY) : null;
    const [first] = body ? reached(body) : [];
    if (first) first.focus();
    else if (left) requestAnimationFrame(() => this.#enter(left - 1));
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
