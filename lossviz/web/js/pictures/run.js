// The pictures of one run beside each other: embedding, target logit, history, numbers, the formula.

import { el, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";
import { Pictures } from "../playground/pictures.js";
import { Planes } from "../playground/planes.js";

const SMALLEST_FORMULA = 0.6;
/** @type {View[]} */
const VIEWS = ["unit", "raw", "input"];

/**
 * @typedef {"unit" | "raw" | "input"} View
 *
 * What it shows: the record of the kind "run".
 * @typedef {{ type: "run", id: string, dim: number, view: View, formula: string, title?: string,
 *   grow?: number, phone?: number }} Spec
 */

export class Run {
  #gone = new AbortController();
  #touched = 0;
  #formula = "";
  // from the first `update` on
  /** @type {Spec} */
  spec;
  /** @type {Record<string, string>} */
  text;
  /** @type {View} */
  view = "unit";
  /** @type {Map<string, string>} */
  looks = new Map();
  /** @type {"train" | "test" | "both"} */
  show = "train";
  // where it is on its timeline, and what can be asked about it
  /** @type {Record<string, any>} */
  place = {};

  /** hooks, beside those of every picture: look(key, value), seek(position), rest(), figures(view), shape(attributes). */
  constructor(hooks) {
    this.hooks = hooks;
    this.parts = build();
    this.node = this.parts.node;
    const source = {
      steps: () => this.place.steps,
      step: () => this.place.step,
      settled: () => this.place.settled,
      loader: this.place,
    };
    this.source = source;
    this.pictures = new Pictures(this.parts, source, {
      redraw: hooks.redraw,
      rest: hooks.rest,
      seek: (step) => hooks.seek(step),
    });
    this.planes = new Planes(hooks.redraw);
    this.#listen();
  }

  /**
   * @param {Spec} spec
   * @param {Record<string, string>} text
   */
  update(spec, text) {
    this.spec = spec;
    this.text = text;
    if (spec.formula !== this.#formula) this.parts.formula.innerHTML = spec.formula;
    this.#formula = spec.formula;
    this.#write();
    this.manner(this.looks);
  }

  /**
   * How the state is looked at.
   * @param {Map<string, string>} looks
   */
  manner(looks) {
    this.looks = looks;
    this.view = VIEWS.find((view) => view === looks.get("view")) ?? this.spec.view;
    this.hooks.shape({ dim: this.spec.dim, view: this.view });
    this.measure();
  }

  measure() {
    fitFormula(this.parts);
    this.pictures.embedding.measure();
  }

  /** What the inputs' view shows is fetched while it is looked at. */
  follow(loader, held, page) {
    this.planes.update(this.view === "input", page, loader, held);
  }

  draw(_frame, look) {
    const { track, frame, tween, now, busy, playing, touched, base } = look.shown;
    if (!track || !frame) return;
    Object.assign(this.place, look.shown.place);
    // what a person moves is seen as a motion
    if (touched !== this.#touched) this.pictures.glide.allow();
    this.#touched = touched;
    const { palette, type, still } = look;
    const { view, show, text } = this;
    const plane = view === "input" ? this.planes.at(track, frame) : null;
    const how = { palette, type, view, show, plane, playing, still, busy };
    this.pictures.draw(track, frame, tween, now, how, { text, base });
    press(this.parts.view, view);
    press(this.parts.show, show);
    put(this.parts.waiting, "hidden", true);
  }

  close() {
    this.#gone.abort();
    this.pictures.close();
    this.planes.close();
  }

  #listen() {
    const { parts, hooks } = this;
    onChoice(parts.view, (view) => hooks.look("view", view === this.spec.view ? null : view));
    parts.view.node.addEventListener("focusout", ({ relatedTarget: next }) => {
      const { embedding } = this.pictures;
      if (next !== embedding.canvas && !embedding.keeps(next)) embedding.release();
    });
    onChoice(parts.show, (show) => {
      this.show = show;
      hooks.redraw();
    });
    parts.export.addEventListener("click", () => hooks.figures(this.view));
    parts.present.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.node.closest("[data-testid=stage]")?.requestFullscreen();
    });
    document.addEventListener("fullscreenchange", () => this.spec && this.#write(), { signal: this.#gone.signal });
  }

  /** Put all words in place; the dimension decides between circle and sphere. */
  #write() {
    const { parts, text, spec: { dim } } = this;
    put(parts.view.node, "aria-label", text.view);
    put(parts.show.node, "aria-label", text.show);
    say(parts.view.buttons.unit, dim === 3 ? text.view_sphere : text.view_unit);
    say(parts.view.buttons.raw, text.view_raw);
    say(parts.view.buttons.input, text.view_input);
    for (const option of ["train", "test", "both"]) say(parts.show.buttons[option], text[`show_${option}`]);
    say(parts.exportWords, text.export);
    say(parts.presentWords, document.fullscreenElement ? text.present_end : text.present);
    say(parts.waiting, text.loading_run);
    say(parts.hint, text.home_hint);
  }
}

/** All nodes, by name; `node` has them in it. */
function build() {
  const parts = {
    // the pictures of a run go into these
    key: el("div"),
    psi: el("section", { class: "lv-panel lv-psi" }),
    history: el("section", { class: "lv-panel lv-history" }),
    hint: el("p", { class: "lv-hint" }),
    formula: el("div", { class: "lv-formula-text" }),
    live: el("output", { class: "lv-live" }),
    psiTitle: el("p", { class: "lv-title" }),
    numbers: el("div", { class: "lv-numbers" }),
    waiting: el("p", { class: "lv-waiting" }),
    view: choice("view", VIEWS),
    show: choice("show", ["train", "test", "both"]),
    export: el("button", { type: "button", class: "lv-button", "data-action": "export" }),
    exportWords: el("span"),
    present: el("button", { type: "button", class: "lv-button", "data-action": "present" }),
    presentWords: el("span"),
  };
  parts.export.append(parts.exportWords);
  parts.present.append(icon("present"), parts.presentWords);
  parts.psi.append(parts.psiTitle);
  const box = el("div", { class: "lv-picture" }, parts.waiting);
  return { ...parts, box, node: arrange(parts, box) };
}

/** Their places; the controls of the scene stand between them. */
function arrange(parts, box) {
  const tools = el("div", { class: "lv-tools" }, parts.view.node, parts.show.node);
  const actions = el("div", { class: "lv-actions" }, parts.present, parts.export);
  const foot = el("div", { class: "lv-foot" }, parts.key, actions);
  const embed = el("section", { class: "lv-panel lv-embed" }, tools, box, foot);
  const formula = el("div", { class: "lv-formula" }, parts.formula, parts.live);
  const { hint, psi, history, numbers } = parts;
  return el("div", { class: "lp-run" }, embed, hint, formula, psi, history, numbers);
}

/** A row of buttons of which one is pressed. */
function choice(name, options) {
  const buttons = Object.fromEntries(options.map((option) => [
    option,
    el("button", { type: "button", class: "lv-button", "data-value": option, "aria-pressed": "false" }),
  ]));
  const node = el("div", { class: "lv-choice", role: "group", "data-choice": name }, ...Object.values(buttons));
  return { buttons, node };
}

/** Call `chosen(option)` when a button of the row is pressed. */
function onChoice({ buttons }, chosen) {
  for (const [option, button] of Object.entries(buttons)) button.addEventListener("click", () => chosen(option));
}

function press({ buttons }, chosen) {
  for (const [option, button] of Object.entries(buttons)) put(button, "aria-pressed", String(option === chosen));
}

/** Shrink a formula that is wider than its place. */
function fitFormula({ formula, live }) {
  formula.style.fontSize = "";
  const box = formula.parentElement;
  const beside = getComputedStyle(box).flexWrap === "wrap" ? 0 : live.offsetWidth + 10;
  const share = (box.clientWidth - beside) / formula.scrollWidth;
  if (share > 0 && share < 1) formula.style.fontSize = `${Math.max(share, SMALLEST_FORMULA)}em`;
}
