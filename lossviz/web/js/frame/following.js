// Keeps the place in the address where a person scrolls to, so that a link, a reload and Back find it.

import { scroller, standing } from "./going.js";
import { place } from "../state/place.js";

// a step is seen whose beginning has passed this share of the window
const LINE = 0.3;
// after a hand's move, and after each scroll that comes of it, a scroll is still of that hand
const SOON_MS = 600;
const HANDS = ["wheel", "touchmove", "keydown", "pointerdown"];

export class Following {
  #gone = new AbortController();
  #until = 0;
  #frame = 0;
  // this is what sets the place
  #sets = false;
  #search = location.search;
  // the page: the last part of its path, and its steps
  address = "";
  /** @type {import("./going.js").Step[]} */
  steps = [];

  constructor() {
    const { signal } = this.#gone;
    const hand = () => {
      this.#until = performance.now() + SOON_MS;
      this.#search = location.search;
    };
    for (const one of HANDS) addEventListener(one, hand, { signal, capture: true, passive: true });
    addEventListener("scroll", ({ target }) => this.#scrolled(target), { signal, capture: true, passive: true });
    // somebody went there by a link, or a program by a key: what scrolls now is not a hand's
    place.addEventListener("moved", () => this.#sets || (this.#until = 0), { signal });
    addEventListener("popstate", () => this.#back(), { signal });
  }

  close() {
    this.#gone.abort();
    cancelAnimationFrame(this.#frame);
  }

  /** The step that is in view; "" at the top of the page. */
  get seen() {
    if (scroller().scrollTop < 1) return "";
    const line = LINE * innerHeight;
    const passed = this.steps.filter(({ anchor }) => {
      const found = standing(anchor);
      // what is not shown has no place: one step alone can fill the screen
      return found?.getClientRects().length && found.getBoundingClientRect().top <= line;
    });
    return passed.at(-1)?.anchor ?? "";
  }

  /** Whether the address is still, or already, that of the page whose steps these are. */
  get #here() {
    return location.pathname.split("/").filter(Boolean).at(-1) === this.address;
  }

  #set() {
    // one step alone fills the screen: who presents says which
    if (document.documentElement.hasAttribute("data-presenting")) return;
    this.#sets = true;
    place.set(this.seen);
    this.#sets = false;
  }

  /** @param {EventTarget | null} what */
  #scrolled(what) {
    if (performance.now() > this.#until || (what !== scroller() && what !== document)) return;
    this.#until = performance.now() + SOON_MS;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (performance.now() <= this.#until && this.#here) this.#set();
    });
  }

  /** Back or Forward on this page: between places to the place, between values one stays where one is. */
  #back() {
    this.#until = 0;
    const values = this.#search !== location.search;
    this.#search = location.search;
    // to another page: it arrives by itself
    if (!this.#here) return;
    if (values) this.#set();
    else standing(place.now)?.scrollIntoView();
  }
}
