// The stage's DOM, built once. Words come later, in the page's language.

import { unit } from "../drawing/unit.js";
import { el } from "./dom.js";

/** All nodes of a new stage, by name. */
export function build(index, looks, pictures, actions, controls, derivations) {
  const alerts = el("div", { class: "lv-alerts", role: "alert" });
  const hint = el("p", { class: "lv-hint" });
  const seen = el("div", { class: "ll-seen" }, looks, pictures.node, alerts, hint);
  const side = el("div", { class: "ll-side" }, seen, controls.node);
  const grid = el("div", { class: "ll-grid" }, actions, index, side, pictures.below, derivations);
  const root = el("div", {
    class: "lv-stage",
    "data-testid": "stage",
    "data-status": "loading",
    "data-redraws": 0,
  }, grid);
  return { actions, alerts, hint, seen, grid, root, status: controls.status };
}

/** Sizes of text on canvases, in units, as they are in `node`. */
export function measure(node) {
  const style = getComputedStyle(node);
  const size = (parseFloat(style.fontSize) || 16) / unit.read();
  return { size, axis: Math.max(13, Math.round(0.875 * size)), family: style.fontFamily };
}
