// The stage's DOM, built once. Words come later, in the page's language.

import { el, put, say } from "../frame/dom.js";
import { icon } from "../frame/icons.js";

// of the legend
const SIGNS = ["region", "margin", "wrong", "test", "boundary"];

/** All nodes of a new stage, by name. */
export function build() {
  const parts = {
    canvas: el("canvas", { class: "lv-canvas", tabindex: 0, role: "application", "data-picture": "embedding" }),
    psi: el("canvas", { class: "lv-canvas", role: "img", "data-picture": "psi" }),
    history: el("canvas", { class: "lv-canvas", role: "img", "data-picture": "history" }),
    legend: el("ul", { class: "lv-legend" }),
    empty: el("p", { class: "lv-empty", role: "status" }),
    hint: el("p", { class: "lv-hint" }),
    formula: el("div", { class: "lv-formula-text" }),
    live: el("output", { class: "lv-live" }),
    psiTitle: el("p", { class: "lv-title" }),
    numbers: el("dl", { class: "lv-numbers" }),
    rows: el("div", { class: "lv-rows" }),
    words: el("p", { class: "lv-words", role: "status" }),
    status: el("div", { class: "lv-status" }),
    waiting: el("p", { class: "lv-waiting" }),
    alerts: el("div", { class: "lv-alerts", role: "alert" }),
    view: choice("view", ["unit", "raw", "input"]),
    show: choice("show", ["train", "test", "both"]),
    export: el("button", { type: "button", class: "lv-button", "data-action": "export" }),
    exportWords: el("span"),
    present: el("button", { type: "button", class: "lv-button", "data-action": "present" }),
    presentWords: el("span"),
    signs: Object.fromEntries(SIGNS.map((sign) => [sign, el("span")])),
  };
  parts.export.append(parts.exportWords);
  parts.present.append(icon("present"), parts.presentWords);
  parts.status.append(parts.words);
  for (const [sign, node] of Object.entries(parts.signs)) {
    parts.legend.append(el("li", { class: `lv-sign lv-sign-${sign}` }, node));
  }
  const box = el("div", { class: "lv-picture" }, parts.canvas, parts.waiting);
  const root = el(
    "div",
    { class: "lv-stage", "data-testid": "stage", "data-status": "loading", "data-redraws": 0 },
    grid(parts, box),
  );
  return { ...parts, box, root };
}

/** @typedef {ReturnType<typeof build>} Parts */

function grid(parts, box) {
  const tools = el("div", { class: "lv-tools" }, parts.view.node, parts.show.node);
  const actions = el("div", { class: "lv-actions" }, parts.present, parts.export);
  const foot = el("div", { class: "lv-foot" }, el("div", { class: "lv-key" }, parts.legend, parts.empty), actions);
  const embed = el("section", { class: "lv-panel lv-embed" }, tools, box, foot, parts.alerts);
  const sliders = el("section", { class: "lv-panel lv-sliders" }, parts.rows, parts.status);
  const formula = el("div", { class: "lv-formula" }, parts.formula, parts.live);
  const psi = el("section", { class: "lv-panel lv-psi" }, parts.psiTitle, parts.psi);
  const history = el("section", { class: "lv-panel lv-history" }, parts.history);
  return el("div", { class: "lv-grid" }, embed, parts.hint, sliders, formula, psi, history, parts.numbers);
}

/** A row of buttons of which one is pressed. */
function choice(name, options) {
  const buttons = Object.fromEntries(options.map((option) => [
    option,
    el("button", { type: "button", class: "lv-button", "data-value": option, "aria-pressed": "false" }),
  ]));
  return {
    name,
    buttons,
    node: el("div", { class: "lv-choice", role: "group", "data-choice": name }, ...Object.values(buttons)),
  };
}

/** Call `chosen(option)` when a button of the row is pressed. */
export function onChoice({ buttons }, chosen) {
  for (const [option, button] of Object.entries(buttons)) button.addEventListener("click", () => chosen(option));
}

/** The button that shows the stage alone on the whole screen, and back; `changed` after both. */
export function onPresent({ root, present }, changed, signal) {
  present.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", changed, { signal });
}

export function press({ buttons }, chosen) {
  for (const [option, button] of Object.entries(buttons)) put(button, "aria-pressed", String(option === chosen));
}

/**
 * Put all words in place; `dim` decides between circle and sphere, `view` what the picture is.
 * @param {Parts} parts
 * @param {Record<string, any>} data
 * @param {number} dim
 * @param {string} view
 */
export function writeWords(parts, data, dim, view) {
  const { text, lang, mode } = data;
  put(parts.root, "lang", lang);
  put(parts.root, "data-mode", mode);
  const about = dim === 3 ? text.picture_3d : text.picture_2d;
  put(parts.canvas, "aria-label", view === "input" ? text.picture_input : about);
  put(parts.psi, "aria-label", text.psi_about);
  put(parts.history, "aria-label", text.history_about);
  put(parts.view.node, "aria-label", text.view);
  put(parts.show.node, "aria-label", text.show);
  say(parts.view.buttons.unit, dim === 3 ? text.view_sphere : text.view_unit);
  say(parts.view.buttons.raw, text.view_raw);
  say(parts.view.buttons.input, text.view_input);
  for (const option of ["train", "test", "both"]) say(parts.show.buttons[option], text[`show_${option}`]);
  for (const [sign, node] of Object.entries(parts.signs)) say(node, text[`legend_${sign}`]);
  say(parts.exportWords, text.export);
  say(parts.presentWords, document.fullscreenElement === parts.root ? text.present_end : text.present);
  say(parts.waiting, text.loading);
  say(parts.hint, text.home_hint);
}

const SMALLEST_FORMULA = 0.6;

/** Shrink a formula that is wider than its place. */
export function fitFormula({ formula, live }) {
  formula.style.fontSize = "";
  const box = formula.parentElement;
  const beside = getComputedStyle(box).flexWrap === "wrap" ? 0 : live.offsetWidth + 10;
  const share = (box.clientWidth - beside) / formula.scrollWidth;
  if (share > 0 && share < 1) formula.style.fontSize = `${Math.max(share, SMALLEST_FORMULA)}em`;
}
