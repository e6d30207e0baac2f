// Steps of a page: where they stand, and the way to them.

import { place } from "../state/place.js";

/** @typedef {{ anchor: string, holder: string, title: string }} Step */

/** What of the page scrolls. */
export function scroller() {
  return document.querySelector("[data-testid=stMain]") ?? document.documentElement;
}

/**
 * What has all of the step that the address calls `anchor`; else the heading of that name, or nothing.
 * @param {string} anchor
 */
export function standing(anchor) {
  const name = CSS.escape(anchor);
  const holder = document.querySelector(`.st-key-scene-${name}, .st-key-step-${name}`);
  const named = document.getElementById(anchor);
  return holder ?? named?.closest("[class*=st-key-scene-], [class*=st-key-step-]") ?? named;
}

/**
 * Go to the step, as by a link: the history gets an entry.
 * @param {string} anchor
 */
export function goTo(anchor) {
  if (place.now !== anchor) location.hash = encodeURIComponent(anchor);
  standing(anchor)?.scrollIntoView();
}
