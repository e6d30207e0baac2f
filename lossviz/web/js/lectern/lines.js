// A derivation that is told line by line: those that have been told are marked, the page's style hides the others.

import { put } from "../frame/dom.js";

/**
 * The lines of the derivation that is open in `step`.
 * @param {Element} step
 */
function linesOf(step) {
  return [...step.querySelectorAll(".ll-derivations:not([hidden]) .ll-line")];
}

// a number that grows longer may move the line that is told: it is brought back
/** @type {ResizeObserver | null} */
let watch = null;

/** @param {Element} line */
const told = (line, at = 0) => at === 0 || line.hasAttribute("data-told");

/**
 * The next line (way 1), after the last the first of the derivation that follows; or back. False where there is none.
 * @param {Element} step
 * @param {number} way
 */
export function turn(step, way) {
  const lines = linesOf(step);
  const count = lines.filter(told).length;
  const line = way > 0 ? lines[count] : lines[count - 1];
  if (!line || (way < 0 && count < 2)) return turnPage(step, way);
  put(line, "data-told", way > 0);
  if (line.parentElement) watched(line.parentElement);
  inSight(way > 0 ? line : lines[count - 2]);
  return true;
}

/** Every derivation begins with its first line. */
export function beginAnew() {
  watch?.disconnect();
  for (const line of document.querySelectorAll(".ll-line[data-told]")) put(line, "data-told", false);
}

/** @param {Element} derivation */
function watched(derivation) {
  watch ??= new ResizeObserver(([{ target }]) => sightLast(target));
  watch.disconnect();
  watch.observe(derivation);
}

/**
 * @param {Element} step
 * @param {number} way
 */
function turnPage(step, way) {
  const tabs = /** @type {HTMLElement[]} */ ([...step.querySelectorAll(".ll-tabs:not([hidden]) [role=tab]")]);
  const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  const other = tabs[at + way];
  if (!other) return false;
  other.click();
  sightLast(step);
  return true;
}

/**
 * Bring the line that was told last into sight.
 * @param {Element} step or its derivation
 */
export function sightLast(step) {
  const last = (step.matches(".ll-derivation") ? [...step.children] : linesOf(step)).filter(told).at(-1);
  if (last) inSight(last);
}

/**
 * All of the line in sight; of one that is too high its beginning.
 * @param {Element} line
 */
function inSight(line) {
  const panel = line.closest(".ll-lines");
  if (!panel) return;
  const [of, all] = [line.getBoundingClientRect(), panel.getBoundingClientRect()];
  const down = Math.min(of.bottom - all.bottom, of.top - all.top);
  if (down > 0 || of.top < all.top) panel.scrollTop += down > 0 ? down : of.top - all.top;
}
