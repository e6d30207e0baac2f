// In the header: which lesson this is and at which step one is; it opens the list of all steps.

import { el, languageOf, put, say } from "./dom.js";
import { Following } from "./following.js";
import { goTo } from "./going.js";
import { icon } from "./icons.js";
import { mounting } from "./mounting.js";
import { place } from "../state/place.js";

/** @typedef {import("./going.js").Step} Step */

let made = 0;
// how far the arrow keys go in the list
/** @type {Record<string, number>} */
const WAYS = { ArrowDown: 1, ArrowUp: -1 };

class Contents {
  #gone = new AbortController();
  #following = new Following();
  /** @type {HTMLAnchorElement[]} */
  #links = [];
  /** @type {Step[]} */
  #steps = [];
  closed = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    made += 1;
    const id = `lt-contents-${made}`;
    this.parent = parent;
    this.title = el("span", { class: "lt-title" });
    this.now = el("span", { class: "lt-now" });
    this.button = el(
      "button",
      { type: "button", class: "lt-button", popovertarget: id, "data-action": "contents" },
      icon("list"),
      this.title,
      this.now,
    );
    this.items = el("ol");
    this.list = el("div", { class: "lt-list", id, popover: "auto" }, this.items);
    this.list.addEventListener("beforetoggle", () => this.#stand());
    this.list.addEventListener("toggle", () => this.#opened());
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.node = el("nav", { class: "lt-contents", "data-testid": "contents" }, this.button, this.list);
    place.addEventListener("moved", () => this.#mark(), { signal: this.#gone.signal });
    parent.append(this.node);
  }

  /** @param {{ address: string, lang: string, title: string, name: string, steps: Step[] }} data */
  update({ address, lang, title, name, steps }) {
    if (this.node.parentNode !== this.parent) this.parent.append(this.node);
    if (languageOf(this.node) !== lang) put(this.node, "lang", lang);
    put(this.node, "aria-label", name);
    say(this.title, title);
    if (address !== this.#following.address && this.list.matches(":popover-open")) this.list.hidePopover();
    this.#following.address = address;
    this.#steps = this.#following.steps = steps;
    while (this.#links.length > steps.length) this.#links.pop()?.parentElement?.remove();
    while (this.#links.length < steps.length) this.#add();
    steps.forEach((step, at) => {
      say(this.#links[at], step.title);
      put(this.#links[at], "href", `#${step.anchor}`);
    });
    this.#mark();
  }

  close() {
    this.closed = true;
    this.#gone.abort();
    this.#following.close();
    this.node.remove();
  }

  #add() {
    const at = this.#links.length;
    const link = el("a", { class: "lt-step" });
    link.addEventListener("click", (event) => {
      // into another tab it goes by itself
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.list.hidePopover();
      goTo(this.#steps[at].anchor);
    });
    this.#links.push(link);
    this.items.append(el("li", {}, link));
  }

  /** Mark the step at which one is. */
  #mark() {
    const now = this.#steps.find(({ anchor }) => anchor === place.now);
    say(this.now, now?.title ?? "");
    put(this.button, "title", now?.title);
    this.#links.forEach((link, at) => put(link, "aria-current", this.#steps[at] === now ? "step" : null));
  }

  /** It opens under its button, as far as the window goes. */
  #stand() {
    const { left, bottom } = this.button.getBoundingClientRect();
    this.list.style.setProperty("--lt-left", `${left}px`);
    this.list.style.setProperty("--lt-top", `${bottom}px`);
  }

  /** Who opens it is in it at once, where he is on the page. */
  #opened() {
    if (!this.list.matches(":popover-open")) return;
    (this.#links.find((link) => link.hasAttribute("aria-current")) ?? this.#links[0])?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#links.indexOf(/** @type {any} */ (document.activeElement));
    const ends = { Home: this.#links[0], End: this.#links.at(-1) };
    const way = WAYS[event.key];
    const goal = Reflect.get(ends, event.key) ?? (way && at >= 0 ? this.#links[at + way] : null);
    if (!goal) return;
    event.preventDefault();
    event.stopPropagation();
    goal.focus();
  }
}

/** Show `data` in `parentElement`; called again, it updates what is there. */
export default mounting(Contents);
