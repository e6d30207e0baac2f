// Presents a page: one step fills the screen, keys and a clicker go from step to step. Python calls it with the steps.

import { el, fill, put, say } from "../frame/dom.js";
import { Dress } from "../frame/dress.js";
import { icon } from "../frame/icons.js";
import { mounting } from "../frame/mounting.js";
import { unit } from "../drawing/unit.js";
import { place } from "../state/place.js";
import { Bar } from "./bar.js";
import { Clock } from "./clock.js";
import { move, play, putDown, take } from "./grasp.js";
import { actOf, typedInto } from "./keys.js";
import { beginAnew, sightLast, turn } from "./lines.js";
import { KeyList } from "./list.js";
import { Ring } from "./ring.js";
import { Screen } from "./screen.js";
import { Speaker } from "./speaker.js";

// a window that opens may end full screen: that is not to end the presentation
const OPENING_MS = 2000;
// of the height of the screen
const PAGE = 0.8;

/**
 * @typedef {import("./keys.js").Act} Act
 *
 * `page`: its name; `button`: whether a button stands where the component does.
 * @typedef {{ base: string, lang: string, theme: Dress["themes"], text: Record<string, string>, page: string,
 *   title: string, steps: import("./bar.js").Step[], button: boolean }} Data
 */

class Lectern {
  #gone = new AbortController();
  /** @type {number | null} */
  #at = null;
  // until when full screen may end by itself
  #opening = 0;
  // whether this presentation fills the screen
  #filled = false;
  // what is there only while something is presented
  /** @type {{ bar: Bar, list: KeyList, ring: Ring, screen: Screen, nodes: HTMLElement[] } | null} */
  #shown = null;
  closed = false;
  // all from the first `update` on
  /** @type {Data} */
  data;
  /** @type {Clock} */
  clock;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    this.words = el("span");
    this.button = el(
      "button",
      { type: "button", class: "lv-button", "data-action": "present", onclick: () => this.#open(this.#inSight()) },
      icon("present"),
      this.words,
    );
    this.root = el("div", { class: "lv-stage lc-head" }, this.button);
    // what is read when another step is shown; it is there before it has anything to say
    this.said = el("p", { class: "lc-said", role: "status" });
    this.blank = el("div", { class: "lc-blank", hidden: true, onclick: () => put(this.blank, "hidden", true) });
    this.dress = new Dress(this.root, parent, () => this.#dressed());
    this.speaker = new Speaker({ state: () => this.#state(), act: (what) => this.#do(what) });
    const { signal } = this.#gone;
    // before a slider, a picture or Streamlit takes it
    addEventListener("keydown", (event) => this.#key(event), { capture: true, signal });
    document.addEventListener("lossviz-present", (event) => this.#openAt(event), { signal });
    document.addEventListener("fullscreenchange", () => this.#screenChanged(), { signal });
    place.addEventListener("moved", () => this.#moved(), { signal });
    put(document.documentElement, "data-lectern", true);
  }

  /** @param {Data} data */
  update(data) {
    const other = this.data?.page !== data.page;
    const words = this.data?.lang !== data.lang;
    this.data = data;
    if (this.root.parentNode !== this.parent) this.parent.append(this.root);
    if (!this.said.isConnected) document.body.append(this.said);
    if (other) this.clock = new Clock(data.page);
    say(this.words, data.text.present);
    put(this.button, "title", `${data.text.present} (P)`);
    put(this.root, "hidden", !data.button);
    this.dress.update(data.theme);
    if (words && this.#shown) this.#rebuild();
    else if (this.#at === null && place.carried("present") !== null) this.#open(Math.max(this.#named(), 0));
    this.speaker.tell();
  }

  close() {
    this.closed = true;
    this.#end(false);
    this.#gone.abort();
    this.dress.close();
    this.speaker.tell();
    this.speaker.close();
    this.said.remove();
    this.root.remove();
    put(document.documentElement, "data-lectern", false);
  }

  /** @returns {import("./speaker.js").State} */
  #state() {
    const { data, clock, dress } = this;
    const anchor = data.steps[this.#at ?? Math.max(this.#named(), 0)].anchor;
    const on = this.#at !== null && !this.closed;
    return { page: data.page, lang: data.lang, anchor, began: clock.began, on, dark: dress.palette.mode === "dark" };
  }

  // which step

  /** The step that the address names; −1 for none. */
  #named() {
    return this.data.steps.findIndex(({ anchor }) => anchor === place.now);
  }

  /** The element that has all of step `at`. */
  #holder(at = this.#at ?? 0) {
    return document.querySelector(`.st-key-${CSS.escape(this.data.steps[at].holder)}`);
  }

  /** The step that is read: the last that begins above the middle of the screen. */
  #inSight() {
    const begun = this.data.steps.map((_, at) => {
      const box = this.#holder(at)?.getBoundingClientRect();
      return Boolean(box?.height && box.top < innerHeight / 2);
    });
    return Math.max(begun.lastIndexOf(true), 0);
  }

  /** Someone goes elsewhere by the address or by a link. */
  #moved() {
    const at = this.#named();
    if (this.#at !== null && at >= 0 && at !== this.#at) this.#show(at);
  }

  // presenting

  /** @param {Event} event a stage asks for its own step */
  #openAt({ target }) {
    const at = this.data.steps.findIndex((_, k) => target instanceof Node && this.#holder(k)?.contains(target));
    if (at >= 0) this.#open(at);
  }

  /** @param {number} at */
  #open(at) {
    if (this.#at !== null) return;
    this.clock.start();
    beginAnew();
    this.#build();
    place.carry("present", "1");
    this.#show(at);
    this.#fill();
  }

  #build() {
    const { text } = this.data;
    const act = (/** @type {Act} */ what) => this.#do(what);
    const [bar, list, ring, screen] = [new Bar(this.clock, text, act), new KeyList(text), new Ring(), new Screen()];
    const nodes = [bar.node, list.node, ring.node, this.blank];
    this.#shown = { bar, list, ring, screen, nodes };
    put(this.blank, "hidden", true);
    document.body.append(...nodes);
    this.#dressed();
  }

  /** In another language. */
  #rebuild() {
    const at = this.#at ?? 0;
    this.#shown?.bar.close();
    this.#shown?.ring.close();
    for (const node of this.#shown?.nodes ?? []) node.remove();
    const screen = this.#shown?.screen;
    this.#build();
    if (screen && this.#shown) this.#shown.screen = screen;
    this.#show(at);
  }

  /** @param {number} at */
  #show(at) {
    const shown = this.#shown;
    const { steps, text, title } = this.data;
    if (!shown) return;
    const before = this.#at;
    this.#at = at;
    if (before !== at) putDown();
    shown.screen.show(steps.map(({ holder }) => holder), at, this.dress.palette.background);
    unit.read();
    shown.bar.show(steps, at, title);
    put(this.blank, "hidden", true);
    say(this.said, fill(text.step, { n: at + 1, all: steps.length, title: steps[at].title }));
    place.set(steps[at].anchor);
    const holder = this.#holder();
    if (holder) sightLast(holder);
    this.speaker.tell();
  }

  /**
   * Back to the page, at the step that was shown; `stays`: the page is still there.
   * @param {boolean} stays
   */
  #end(stays = true) {
    const shown = this.#shown;
    if (!shown) return;
    const holder = this.#holder();
    this.#shown = this.#at = null;
    this.#filled = false;
    shown.bar.close();
    shown.ring.close();
    shown.screen.clear();
    for (const node of shown.nodes) node.remove();
    say(this.said, "");
    place.carry("present", null);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    unit.read();
    if (!stays) return;
    holder?.scrollIntoView();
    this.speaker.tell();
  }

  #dressed() {
    const { palette } = this.dress;
    for (const node of this.#shown?.nodes ?? []) dressLike(node, palette);
    if (this.#shown) document.documentElement.style.setProperty("--lectern-ground", palette.background);
  }

  /** Fill the screen, or (where it is filled) not. */
  #fill() {
    // a page that was opened by a link may not, before somebody has touched it
    document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  }

  #screenChanged() {
    const filled = this.#filled;
    this.#filled = this.#shown !== null && document.fullscreenElement !== null;
    // what ends may be that of a presentation before this one
    if (filled && !this.#filled && performance.now() >= this.#opening) this.#end();
  }

  // keys

  /** @param {KeyboardEvent} event */
  #key(event) {
    const active = document.activeElement;
    const shown = this.#shown;
    // a dialog of a picture's has its own keys
    if ([...document.querySelectorAll("dialog[open]")].some((one) => one !== shown?.list.node)) return;
    if (!shown) {
      if (event.key.toLowerCase() !== "p" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.isComposing || event.repeat || typedInto(active)) return;
      this.#taken(event);
      this.#open(this.#inSight());
      return;
    }
    const what =
      event.key.toLowerCase() === "p" && !event.ctrlKey && !event.altKey && !event.metaKey && !typedInto(active)
        ? { act: /** @type {const} */ ("end"), at: 1 }
        : actOf(event, active);
    if (!what) return;
    this.#taken(event);
    // a key that is held down moves sliders and goes from step to step, nothing else
    if (!event.repeat || what.act === "move" || what.act === "step" || what.act === "line") this.#do(what);
  }

  /** @param {Event} event */
  #taken(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @param {import("./keys.js").Act} what */
  #do(what) {
    const shown = this.#shown;
    if (!shown || this.#at === null) return;
    const { act, way = 1, at = 0, large = false } = what;
    const step = this.#holder();
    const last = this.data.steps.length - 1;
    if (shown.list.open) {
      shown.list.toggle();
      if (act === "list" || act === "end") return;
    }
    if (act === "step") this.#step(way);
    else if (act === "first") this.#show(0);
    else if (act === "last") this.#show(last);
    else if (act === "end") this.#leave(Boolean(at));
    else if (act === "blank") put(this.blank, "hidden", !this.blank.hidden);
    else if (act === "list") shown.list.toggle();
    else if (act === "light") shown.ring.toggle();
    else if (act === "speaker") this.#speak();
    else if (act === "fill") this.#toggleScreen();
    else if (act === "reveal") this.#reveal(step);
    else if (act === "reset") tell(step, "[data-testid=question], [data-testid=stage]", "lossviz-reset");
    else if (step && act === "line") turn(step, way) || scroll(step, way);
    else if (step && act === "take") take(step, at);
    else if (step && act === "move") move(step, way, large);
    else if (step && act === "play") play(step);
  }

  /** @param {number} way */
  #step(way) {
    const at = (this.#at ?? 0) + way;
    // at either end it stays, and what was dark is seen again
    if (at >= 0 && at < this.data.steps.length) this.#show(at);
    else put(this.blank, "hidden", true);
  }

  /**
   * Escape first lifts what is dark, and puts down what is in hand; `at once`: it ends in any case.
   * @param {boolean} atOnce
   */
  #leave(atOnce) {
    if (!atOnce && !this.blank.hidden) put(this.blank, "hidden", true);
    else if (atOnce || !putDown()) this.#end();
  }

  /** @param {Element | null} step */
  #reveal(step) {
    if (tell(step, "[data-testid=question]", "lossviz-reveal")) return;
    const vote = this.data.steps.findIndex(({ kind }) => kind === "vote");
    if (vote >= 0) this.#show(vote);
  }

  #speak() {
    this.#opening = performance.now() + OPENING_MS;
    if (!this.speaker.open(this.data.base)) this.#shown?.bar.complain(this.data.text.blocked);
  }

  #toggleScreen() {
    if (!document.fullscreenElement) return this.#fill();
    this.#opening = performance.now() + OPENING_MS;
    return document.exitFullscreen().catch(() => {});
  }
}

/**
 * Dispatch an event on all that `selector` finds in the step; false where it finds nothing.
 * @param {Element | null} step
 * @param {string} selector
 * @param {string} name
 */
function tell(step, selector, name) {
  const found = [...step?.querySelectorAll(selector) ?? []];
  for (const node of found) node.dispatchEvent(new CustomEvent(name));
  return found.length > 0;
}

/**
 * Words that are longer than the screen go on.
 * @param {Element} step
 * @param {number} way
 */
function scroll(step, way) {
  step.scrollBy({ top: way * PAGE * step.clientHeight });
}

/**
 * @param {HTMLElement} node
 * @param {import("../drawing/theme.js").Palette} palette
 */
function dressLike(node, palette) {
  for (const name of /** @type {const} */ (["background", "panel", "ink", "muted", "grid", "accent", "warning"])) {
    node.style.setProperty(`--lv-${name}`, palette[name]);
  }
  node.style.colorScheme = palette.mode;
}

/** Present the steps of `data`; called again, it updates the presenter that is there. */
export default mounting(Lectern);
