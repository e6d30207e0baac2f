// The scene's DOM, built once. Words come later, in the page's language.

import { el } from "./dom.js";

/** All nodes of a new scene, by name. */
export function build(index, pictures, controls, derivations) {
  const parts = {
    waiting: el("p", { class: "ll-waiting", role: "status" }),
    alerts: el("div", { class: "ll-alerts", role: "alert" }),
    notes: el("p", { class: "ll-notes", role: "status" }),
  };
  const seen = el("div", { class: "ll-seen" }, pictures.node, parts.waiting, parts.alerts);
  const side = el("div", { class: "ll-side" }, seen, controls, parts.notes);
  parts.grid = el("div", { class: "ll-grid" }, index, side, pictures.below, derivations);
  parts.root = el("div", {
    class: "lv-stage ll-scene",
    "data-testid": "stage",
    "data-status": "loading",
    "data-redraws": 0,
  }, parts.grid);
  return parts;
}

/** Sizes of text on canvases, in CSS pixels, as they are in `node`. */
export function measure(node) {
  const style = getComputedStyle(node);
  const size = parseFloat(style.fontSize) || 16;
  return { size, axis: Math.max(13, Math.round(0.875 * size)), family: style.fontFamily };
}
